//! Reading a judged set: documents, queries and grades, in the files of BEIR.

use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use super::evaluate::{Entry, Grades};

/// What is wrong with a file, and where.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    #[error("{} cannot be read: {cause}", file.display())]
    File { file: PathBuf, cause: std::io::Error },
    #[error("{}, line {line}: {cause}", file.display())]
    Line { file: PathBuf, line: usize, cause: serde_json::Error },
    #[error("{}, line {line}: expected three columns with tabs between them, the last a number", file.display())]
    Grade { file: PathBuf, line: usize },
}

/// A set on which ranking is judged.
#[derive(Debug, Clone)]
pub struct JudgedSet {
    pub name: String,
    pub corpus: Vec<Entry>,
    /// Those that have a grade.
    pub queries: Vec<Entry>,
    pub grades: Grades,
}

impl JudgedSet {
    /// Reads the folder `FOLDER`, or `FOLDER:OTHER` when the documents stand in another one.
    ///
    /// # Errors
    /// When a file or a line of it is not what it should be.
    pub fn open(argument: &str) -> Result<Self, ReadError> {
        let (folder, corpus) = argument.split_once(':').unwrap_or((argument, argument));
        let folder = Path::new(folder);
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Self::read(name, &Path::new(corpus).join("corpus.jsonl"), &folder.join("queries.jsonl"), &folder.join("qrels.tsv"))
    }

    /// Reads the three files.
    ///
    /// # Errors
    /// When a file or a line of it is not what it should be.
    pub fn read(name: String, corpus: &Path, queries: &Path, grades: &Path) -> Result<Self, ReadError> {
        let corpus = read_lines(corpus)?;
        let mut queries: Vec<Entry> = read_lines(queries)?;
        let grades = read_grades(grades)?;
        queries.retain(|query| grades.contains_key(&query.id));
        Ok(Self { name, corpus, queries, grades })
    }
}

fn read(file: &Path) -> Result<String, ReadError> {
    fs::read_to_string(file).map_err(|cause| ReadError::File { file: file.to_owned(), cause })
}

/// The lines that are not empty, numbered from 1.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty())
}

fn read_lines<T: DeserializeOwned>(file: &Path) -> Result<Vec<T>, ReadError> {
    let parse = |(line, text)| serde_json::from_str(text).map_err(|cause| ReadError::Line { file: file.to_owned(), line, cause });
    lines(&read(file)?).map(parse).collect()
}

fn read_grades(file: &Path) -> Result<Grades, ReadError> {
    let mut grades = Grades::default();
    for (line, text) in lines(&read(file)?).skip(1) {
        let columns: Vec<&str> = text.split('\t').collect();
        let wrong = || ReadError::Grade { file: file.to_owned(), line };
        let [query, document, grade] = columns.as_slice() else { return Err(wrong()) };
        let grade = grade.trim().parse().map_err(|_| wrong())?;
        grades.entry((*query).to_owned()).or_default().insert((*document).to_owned(), grade);
    }
    Ok(grades)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_read_from_a_folder_and_a_wrong_line_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
        write("corpus.jsonl", "{\"_id\":\"d\",\"text\":\"moestuin\"}\n\n");
        write("queries.jsonl", "{\"_id\":\"q\",\"text\":\"tuin\"}\n{\"_id\":\"unjudged\",\"text\":\"x\"}\n");
        write("qrels.tsv", "query-id\tcorpus-id\tscore\nq\td\t2\n");
        let argument = folder.path().to_string_lossy().into_owned();
        let set = JudgedSet::open(&argument).expect("a set");
        assert_eq!((set.corpus.len(), set.queries.len(), set.grades["q"]["d"]), (1, 1, 2.0));
        write("qrels.tsv", "query-id\tcorpus-id\tscore\nq\td\n");
        let error = JudgedSet::open(&argument).expect_err("a column is missing").to_string();
        assert!(error.contains("qrels.tsv, line 2"), "{error}");
    }
}
