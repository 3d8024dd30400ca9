//! Models: structs whose JSON members are listed once, by [`model!`](crate::model!).

use crate::json::Field;

/// A struct as a list of named members.
///
/// One field more than names is a map, and takes the members that have no name.
pub trait Object {
    /// The members' names in JSON, in the order of [`read`](Self::read) and [`write`](Self::write).
    fn names(&self) -> &'static [&'static str];

    /// Shows all members.
    fn read<'a>(&'a self, visit: &mut dyn FnMut(&[&'a dyn Field]));

    /// Hands out all members to be filled.
    fn write(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Field]));
}

/// A model that contains itself keeps the inner one in a box.
impl<T: Object> Object for Box<T> {
    fn names(&self) -> &'static [&'static str] {
        (**self).names()
    }

    fn read<'a>(&'a self, visit: &mut dyn FnMut(&[&'a dyn Field])) {
        (**self).read(visit);
    }

    fn write(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn Field])) {
        (**self).write(visit);
    }
}

/// Reads and writes a struct as a JSON object.
///
/// Every member is named once; where JSON spells it otherwise, `= "…"` says how. The fields are
/// `Option<T>`, `Vec<T>` or `BTreeMap<String, T>` of [`Json`](crate::Json) values, and the struct has
/// a `Default`. The struct then implements [`Json`](crate::Json), serde's `Serialize` and
/// `Deserialize`.
///
/// Members that are not named are skipped, or kept in a map, which stands last: `..others`.
///
/// ```
/// use huaweicloud_types::model;
///
/// /// A flavor.
/// #[derive(Debug, Default, PartialEq)]
/// pub struct Flavor {
///     /// Number of vCPUs.
///     pub vcpus: Option<i64>,
///     /// Whether it can be ordered.
///     pub is_public: Option<bool>,
/// }
/// model!(Flavor { vcpus, is_public = "isPublic" });
///
/// let flavor: Flavor = serde_json::from_str(r#"{"vcpus": "4", "isPublic": "true", "new": []}"#)?;
/// assert_eq!(flavor, Flavor { vcpus: Some(4), is_public: Some(true) });
/// assert_eq!(serde_json::to_string(&flavor)?, r#"{"vcpus":4,"isPublic":true}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! model {
    ($model:ident { $($field:ident $(= $name:literal)?),* $(,)? $(..$rest:ident $(,)?)? }) => {
        // The service may still send what it calls deprecated.
        #[allow(deprecated)]
        impl $crate::Object for $model {
            #[inline]
            fn names(&self) -> &'static [&'static str] {
                &[$($crate::model!(@name $field $($name)?)),*]
            }
            #[inline]
            fn read<'a>(&'a self, visit: &mut dyn FnMut(&[&'a dyn $crate::Field])) {
                visit(&[$(&self.$field,)* $(&self.$rest)?])
            }
            #[inline]
            fn write(&mut self, visit: &mut dyn FnMut(&mut [&mut dyn $crate::Field])) {
                visit(&mut [$(&mut self.$field,)* $(&mut self.$rest)?])
            }
        }
        $crate::model!(@serde $model);
    };
    (@serde $type:ident) => {
        impl $crate::macros::Serialize for $type {
            #[inline]
            fn serialize<S: $crate::macros::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::macros::Serialize::serialize(&$crate::Json::view(self), serializer)
            }
        }
        impl<'de> $crate::macros::Deserialize<'de> for $type {
            #[inline]
            fn deserialize<D: $crate::macros::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::macros::deserialize(deserializer)
            }
        }
    };
    (@name $field:ident) => { stringify!($field) };
    (@name $field:ident $name:literal) => { $name };
}

/// Gives a model that is sent its constructor and setters.
///
/// In parentheses stands what the service requires: the arguments of `new`. In braces stands the
/// rest, one setter each; behind them may follow the map of members without a name (`..others: …`).
/// Text is taken as `impl Into<String>`, a list as anything that becomes a `Vec`, numbers and booleans
/// as they are.
///
/// Behind `or null` stands what may be null too: `Option<Option<T>>`, of which `None` is left out and
/// `Some(None)` is sent as `null`. The setter takes the value, or `None` for null. What the service
/// requires there is null until it is set: `= null`.
///
/// ```
/// use huaweicloud_types::{builder, model};
///
/// /// A subnet to create.
/// #[derive(Debug, Clone, Default, PartialEq)]
/// #[non_exhaustive]
/// pub struct CreateSubnet {
///     /// Its name.
///     pub name: Option<String>,
///     /// Its DNS servers.
///     pub dns: Option<Vec<String>>,
///     /// Whether DHCP serves it.
///     pub dhcp: Option<bool>,
/// }
/// model!(CreateSubnet { name, dns, dhcp = "dhcp_enable" });
/// builder!(CreateSubnet(name: String) { dns: Vec<String>, dhcp: bool });
///
/// let subnet = CreateSubnet::new("web").dns(["10.0.0.2".into()]).dhcp(true);
/// assert_eq!(
///     serde_json::to_string(&subnet)?,
///     r#"{"name":"web","dns":["10.0.0.2"],"dhcp_enable":true}"#
/// );
///
/// /// What is changed of a subnet.
/// #[derive(Debug, Clone, Default, PartialEq)]
/// #[non_exhaustive]
/// pub struct UpdateSubnet {
///     /// Its name.
///     pub name: Option<String>,
///     /// What it is for.
///     pub description: Option<Option<String>>,
/// }
/// model!(UpdateSubnet { name, description });
/// builder!(UpdateSubnet() { name: String } or null { description: String });
///
/// for (update, sent) in [
///     (UpdateSubnet::new().name("web"), r#"{"name":"web"}"#),
///     (UpdateSubnet::new().description("of the shop"), r#"{"description":"of the shop"}"#),
///     (UpdateSubnet::new().description(""), r#"{"description":""}"#),
///     (UpdateSubnet::new().description(None), r#"{"description":null}"#),
/// ] {
///     assert_eq!(serde_json::to_string(&update)?, sent);
///     assert_eq!(serde_json::from_str::<UpdateSubnet>(sent)?, update);
/// }
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! builder {
    ($model:ident($($required:ident: $required_type:ty),* $(,)?) {
        $($field:ident: $type:ty),* $(,)?
    } $(or null {
        $($nullable:ident: $nullable_type:ty $(= $null:ident)?),* $(,)?
    })? $(..$rest:ident: $rest_type:ty)?) => {
        #[allow(deprecated)]
        impl $model {
            /// With what the service requires.
            #[allow(clippy::new_without_default, clippy::too_many_arguments)]
            pub fn new($($required: impl Into<$required_type>),*) -> Self {
                // A setter may be called `default`.
                #[allow(clippy::needless_update)]
                Self {
                    $($required: Some($required.into()),)*
                    $($($($nullable: $crate::macros::$null(),)?)*)?
                    ..<Self as Default>::default()
                }
            }
            $(
                #[doc = concat!("Sets [`", stringify!($field), "`](field@Self::", stringify!($field), ").")]
                #[must_use]
                pub fn $field(mut self, $field: impl Into<$type>) -> Self {
                    self.$field = Some($field.into());
                    self
                }
            )*
            $($(
                #[doc = concat!("Sets [`", stringify!($nullable), "`](field@Self::", stringify!($nullable), "); `None` is sent as `null`.")]
                #[must_use]
                pub fn $nullable<By>(mut self, $nullable: impl $crate::OrNull<$nullable_type, By>) -> Self {
                    self.$nullable = Some($nullable.or_null());
                    self
                }
            )*)?
            $(
                #[doc = concat!("Sets [`", stringify!($rest), "`](field@Self::", stringify!($rest), ").")]
                #[must_use]
                pub fn $rest(mut self, $rest: impl Into<$rest_type>) -> Self {
                    self.$rest = $rest.into();
                    self
                }
            )?
        }
    };
}
