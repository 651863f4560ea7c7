//! The module of serde_with that the generated client uses. Debian has no package of that crate.

pub mod rust {
    pub mod double_option {
        use serde::{Deserialize, Deserializer, Serialize, Serializer};

        pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
            Option::deserialize(deserializer).map(Some)
        }

        pub fn serialize<T: Serialize, S: Serializer>(value: &Option<Option<T>>, serializer: S) -> Result<S::Ok, S::Error> {
            match value {
                None => serializer.serialize_unit(),
                Some(inner) => inner.serialize(serializer),
            }
        }
    }
}
