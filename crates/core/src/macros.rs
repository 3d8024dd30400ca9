//! The macro that generated builders end with.

/// Gives a generated request builder, a newtype of [`Request`](crate::Request), its sending and the
/// options of the call itself.
///
/// `request!(ShowFlavor -> ShowFlavorResponse)` adds `send()` and the `with_…` options;
/// `request!(ListFlavors -> ListFlavorsResponse, flavors: Flavor)` adds `pages()` and `items()` too,
/// the latter going through the field `flavors: Vec<Flavor>` of the answer. A list that lies deeper
/// is named by its way, `data.flavors: Flavor`.
///
/// The [crate's example](crate) uses it.
#[macro_export]
macro_rules! request {
    ($request:ident -> $answer:ty) => {
        impl $request {
            /// Sends the request.
            ///
            /// # Errors
            /// Whatever the predicates of [`Error`]($crate::Error) tell apart: nothing sent, no
            /// answer, an answer that is not a success or that cannot be read.
            pub fn send(self) -> $crate::Send<$answer> {
                $crate::Send::new(self.0)
            }

            /// Calls for another project than the configuration's.
            pub fn with_project_id(self, id: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.with_project_id(::core::convert::Into::into(id)))
            }

            /// Gives an attempt of this call another time than the configuration's, from connecting
            /// to the last byte.
            pub fn with_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Sets a header that the operation does not document, in place of an earlier value.
            pub fn with_header(
                self,
                name: impl ::core::convert::Into<::std::string::String>,
                value: impl ::core::convert::Into<::std::string::String>,
            ) -> Self {
                Self(self.0.with_header(::core::convert::Into::into(name), ::core::convert::Into::into(value)))
            }

            /// Keeps the answer's body as it came, for
            /// [`Response::raw_body`]($crate::Response::raw_body).
            pub fn with_raw_body(self) -> Self {
                Self(self.0.with_raw_body())
            }
        }
    };
    ($request:ident -> $answer:ty, $first:ident $(.$deeper:ident)*: $item:ty) => {
        $crate::request!($request -> $answer);

        impl $request {
            /// All pages from here on, each fetched when it is asked for.
            pub fn pages(self) -> $crate::Pages<$answer> {
                $crate::Pages::new(self.0)
            }

            /// All items from here on, their pages fetched as they are asked for.
            pub fn items(self) -> $crate::Items<$answer, $item> {
                $crate::Items::new(self.0, |page| $crate::request!(@items page.$first $(.$deeper)*))
            }
        }
    };
    (@items $page:ident.$list:ident) => { $page.$list };
    (@items $page:ident.$outer:ident.$($deeper:ident).+) => {
        $page.$outer.map(|inner| $crate::request!(@items inner.$($deeper).+)).unwrap_or_default()
    };
}
