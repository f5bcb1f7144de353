//! The settings of the service in which files are kept.

use std::path::PathBuf;

use super::{Source, one_line, some_path};
use crate::config::{
    FilesAt, S3, Setting,
    error::{ConfigError, Place, Wrong},
    files::endpoint_of,
};

impl Source {
    /// Where files are kept, in `folder` when nothing is said, and the service of a bucket.
    pub(super) fn files(&mut self, folder: PathBuf) -> (Setting<FilesAt>, S3) {
        let files = self.parsed(
            "files",
            FilesAt::Folder(folder),
            "a path, or s3://bucket/prefix",
            FilesAt::parse,
        );
        let s3 = self.s3(&files.value);
        (files, s3)
    }

    fn s3(&mut self, files: &FilesAt) -> S3 {
        let s3 = S3 {
            endpoint: self.optional(
                "s3_endpoint",
                "the https:// address of a service, or an http:// address on this machine, \
                 without a path",
                endpoint_of,
            ),
            region: self.parsed(
                "s3_region",
                "us-east-1".to_owned(),
                "a region such as eu-west-3",
                region_of,
            ),
            key_id: self.optional("s3_key_id", "a text of one line", one_line),
            secret: self.optional("s3_secret", "a text of one line", one_line),
            secret_file: self.optional("s3_secret_file", "a path", some_path),
        };
        let (secret, file) = (s3.secret.value.is_some(), s3.secret_file.value.is_some());
        if matches!(files, FilesAt::Bucket { .. }) {
            if s3.key_id.value.is_none() {
                self.missing("s3_key_id");
            }
            if !secret && !file {
                self.missing("s3_secret");
            }
        } else if !self.says("files", "s3://") {
            for key in [
                "s3_endpoint",
                "s3_region",
                "s3_key_id",
                "s3_secret",
                "s3_secret_file",
            ] {
                if self.is_set(key) {
                    self.wrongs.push(ConfigError {
                        place: Place::Variable(super::oidc::variable(key).to_owned()),
                        wrong: Wrong::Value {
                            name: "files".to_owned(),
                            wanted: "s3://bucket/prefix where a service is set".to_owned(),
                        },
                    });
                    break;
                }
            }
        }
        if secret && file {
            self.twice("s3_secret_file", "s3_secret");
        }
        s3
    }
}

fn region_of(text: &str) -> Option<String> {
    let plain = |one: u8| one.is_ascii_lowercase() || one.is_ascii_digit() || one == b'-';
    let fits = !text.is_empty() && text.len() <= 60 && text.bytes().all(plain);
    fits.then(|| text.to_owned())
}
