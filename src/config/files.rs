//! Where attached files are kept, as it is set.

use std::{fmt, path::PathBuf};

use url::Url;

use super::{Setting, is_on_this_machine};

/// Where files are kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FilesAt {
    /// A folder.
    Folder(PathBuf),
    /// A bucket of a service that speaks S3: `s3://bucket/prefix`.
    Bucket {
        /// Its name.
        bucket: String,
        /// What the names of objects begin with; may be empty.
        prefix: String,
    },
}

impl FilesAt {
    /// Reads a path, or the address of a bucket.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let Some(rest) = text.strip_prefix("s3://") else {
            return (!text.is_empty()).then(|| Self::Folder(PathBuf::from(text)));
        };
        let (bucket, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_end_matches('/');
        let named = (3..=63).contains(&bucket.len())
            && bucket.bytes().all(|one| {
                one.is_ascii_lowercase() || one.is_ascii_digit() || b".-".contains(&one)
            });
        let plain = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part
                    .bytes()
                    .all(|one| one.is_ascii_alphanumeric() || b"._-".contains(&one))
        };
        let prefixed = prefix.is_empty() || prefix.split('/').all(plain);
        (named && prefixed && prefix.len() <= 200).then(|| Self::Bucket {
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        })
    }
}

impl fmt::Display for FilesAt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(path) => path.display().fmt(f),
            Self::Bucket { bucket, prefix } if prefix.is_empty() => write!(f, "s3://{bucket}"),
            Self::Bucket { bucket, prefix } => write!(f, "s3://{bucket}/{prefix}"),
        }
    }
}

/// The service of a bucket.
#[derive(Clone, Debug)]
pub struct S3 {
    /// `GUICHET_S3_ENDPOINT`: its address; Amazon's of the region when there is none.
    pub endpoint: Setting<Option<String>>,
    /// `GUICHET_S3_REGION`: the region.
    pub region: Setting<String>,
    /// `GUICHET_S3_KEY_ID`: who asks.
    pub key_id: Setting<Option<String>>,
    /// `GUICHET_S3_SECRET`: the secret of that key.
    pub secret: Setting<Option<String>>,
    /// `GUICHET_S3_SECRET_FILE`: the file in which that secret is.
    pub secret_file: Setting<Option<PathBuf>>,
}

/// A service under TLS, unless it is on this machine: an origin without a path.
pub(super) fn endpoint_of(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    let nobody = url.username().is_empty() && url.password().is_none();
    let safe = url.scheme() == "https" || is_on_this_machine(&url);
    (bare && nobody && safe && url.host_str().is_some()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_named_plainly_and_everything_else_is_a_folder() {
        for text in ["s3://files", "s3://desk-files/guichet", "s3://a.b/c/d_e"] {
            let read = FilesAt::parse(text).unwrap();
            assert!(matches!(read, FilesAt::Bucket { .. }), "{read:?}");
            assert_eq!(read.to_string(), text);
        }
        let slash = FilesAt::parse("s3://files/a/").unwrap();
        assert_eq!(slash.to_string(), "s3://files/a");
        let folder = FilesAt::parse("data/files").unwrap();
        assert_eq!(folder, FilesAt::Folder("data/files".into()));
        for text in [
            "",
            "s3://",
            "s3://Files",
            "s3://a/b",
            "s3://files//a",
            "s3://files/../a",
            "s3://files/a b",
            "s3://files/é",
        ] {
            assert_eq!(FilesAt::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_service_is_under_tls_or_on_this_machine() {
        for text in ["https://s3.example.org", "http://127.0.0.1:9000/"] {
            assert!(endpoint_of(text).is_some(), "{text}");
        }
        for text in [
            "http://s3.example.org",
            "https://s3.example.org/bucket",
            "https://a:b@s3.example.org",
            "s3.example.org",
        ] {
            assert_eq!(endpoint_of(text), None, "{text}");
        }
    }
}
