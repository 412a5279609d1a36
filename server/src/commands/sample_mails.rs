//! `wijkcall sample-mails FOLDER`: a mail of every event, in both languages, as HTML and as text.

use std::{fs, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use app::{
    demo::letters::{self, Words},
    infra::{
        clock::Clock,
        i18n::{Locale, Texts},
        mail::{Post, Recipient},
    },
    notifications::model::Event,
};
use clap::Args;

use super::say;
use crate::config::Config;

#[derive(Debug, Args)]
pub struct SampleMails {
    /// Where they are written
    folder: PathBuf,
}

pub fn run(arguments: &SampleMails, config: &Config) -> anyhow::Result<ExitCode> {
    let folder = &arguments.folder;
    fs::create_dir_all(folder).with_context(|| format!("the folder {} cannot be made", folder.display()))?;
    // Links in them are signed for nobody.
    let post = Post::new(&config.public_url, b"letters to look at");
    let mut count = 0;
    for locale in [Locale::Nl, Locale::En] {
        let words = Words::invented(locale);
        let to =
            Recipient { address: "fatima.bakker@voorbeeld.example".to_owned(), name: "Fatima Bakker".to_owned(), account_id: None, locale };
        for event in Event::ALL {
            for (number, letter) in letters::of(*event, Texts::new(locale), &words, Clock::System.now()).into_iter().enumerate() {
                let (text, html) = post.preview(&to, letter.clone());
                let name = format!("{}-{}-{}", locale.as_str(), event.as_str().replace('_', "-"), number + 1);
                fs::write(folder.join(format!("{name}.html")), html)?;
                fs::write(folder.join(format!("{name}.txt")), format!("{}\n\n{text}", letter.subject))?;
                count += 1;
            }
        }
    }
    say(format_args!("{count} mails in {}", folder.display()))?;
    Ok(ExitCode::SUCCESS)
}
