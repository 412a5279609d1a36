//! Mails as files (`.eml`), for development: any mail program opens them.

use std::path::PathBuf;

use super::{message::Prepared, transport::Failure};

/// The folder.
pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    pub fn path(&self) -> &std::path::Path {
        &self.path
    }

    /// Writes a mail under the id of its row; a second attempt replaces the first.
    ///
    /// # Errors
    /// [`Failure::Unreachable`] when the folder cannot be written to.
    pub async fn write(&self, mail: &Prepared) -> Result<(), Failure> {
        let write = async {
            tokio::fs::create_dir_all(&self.path).await?;
            let unfinished = self.path.join(format!("{}.part", mail.id));
            tokio::fs::write(&unfinished, &mail.content).await?;
            tokio::fs::rename(&unfinished, self.path.join(format!("{}.eml", mail.id))).await
        };
        write.await.map_err(|error| Failure::Unreachable(format!("the folder {}: {error}", self.path.display())))
    }
}
