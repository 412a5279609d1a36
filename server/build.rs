//! Watches the folder of browser assets, so that a build after `make assets` takes the new ones in.

fn main() -> std::io::Result<()> {
    // A folder that does not exist would make every build start anew.
    std::fs::create_dir_all("../target/site")?;
    println!("cargo::rerun-if-changed=../target/site");
    Ok(())
}
