//! The macro that generated builders end with.

/// Defines a generated request builder, a newtype of [`Request`](crate::Request), with its sending and
/// the options of the call itself.
///
/// `pub struct ShowFlavor -> ShowFlavorResponse;` has `send()` and the `with_…` options;
/// `pub struct ListFlavors -> ListFlavorsResponse, flavors: Flavor;` has `pages()` and `items()` too,
/// the latter going through the field `flavors: Vec<Flavor>` of the answer. A list that lies deeper
/// is named by its way, `data.flavors: Flavor`.
///
/// The [crate's example](crate) uses it.
#[macro_export]
macro_rules! request {
    ($(#[$meta:meta])* pub struct $request:ident -> $answer:ty $(, $first:ident $(.$deeper:ident)*: $item:ty)?;) => {
        $(#[$meta])*
        #[derive(Debug, Clone)]
        #[must_use = "a request does nothing until it is sent"]
        pub struct $request($crate::Request);

        $crate::request!(@calls $request -> $answer);
        $($crate::request!(@pages $request -> $answer, $first $(.$deeper)*: $item);)?
    };
    (@calls $request:ident -> $answer:ty) => {
        impl $request {
            /// Sends the request.
            ///
            /// # Errors
            /// Whatever the predicates of [`Error`]($crate::Error) tell apart: nothing sent, no
            /// answer, an answer that is not a success or that cannot be read.
            #[inline]
            pub fn send(self) -> $crate::Send<$answer> {
                $crate::Send::new(self.0)
            }

            /// Calls for another project than the configuration's.
            pub fn with_project_id(self, id: impl ::core::convert::Into<::std::string::String>) -> Self {
                Self(self.0.with_project_id(::core::convert::Into::into(id)))
            }

            /// Gives this call, with all its attempts and the waits between them, another time than
            /// the configuration's.
            #[inline]
            pub fn with_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.with_timeout(timeout))
            }

            /// Gives each attempt of this call another time than the configuration's.
            #[inline]
            pub fn with_attempt_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.with_attempt_timeout(timeout))
            }

            /// Gives connecting another time than the configuration's.
            #[inline]
            pub fn with_connect_timeout(self, timeout: ::core::time::Duration) -> Self {
                Self(self.0.with_connect_timeout(timeout))
            }

            /// Repeats this call otherwise than the configuration says.
            #[inline]
            pub fn with_retry(self, retry: $crate::Retry) -> Self {
                Self(self.0.with_retry(retry))
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
            #[inline]
            pub fn with_raw_body(self) -> Self {
                Self(self.0.with_raw_body())
            }
        }

        $crate::__blocking!($request -> $answer);
    };
    (@pages $request:ident -> $answer:ty, $first:ident $(.$deeper:ident)*: $item:ty) => {
        impl $request {
            /// All pages from here on, each fetched when it is asked for; `prefetch` fetches ahead,
            /// `next_cursor` and `starting_at` go on another time.
            #[inline]
            pub fn pages(self) -> $crate::Pages<$answer> {
                $crate::Pages::new(self.0)
            }

            /// All items from here on, their pages fetched as they are asked for; `prefetch` fetches
            /// ahead, `next_cursor` and `starting_at` go on another time.
            #[inline]
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

/// Part of [`request!`](crate::request), which the features of *this* crate decide about.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    ($request:ident -> $answer:ty) => {
        impl $request {
            /// Sends the request and waits for its answer on this thread; not inside an async
            /// runtime.
            ///
            /// # Errors
            /// Those of [`send`](Self::send), and [`is_config`]($crate::Error::is_config) inside an
            /// async runtime.
            #[inline]
            pub fn send_blocking(self) -> ::core::result::Result<$crate::Response<$answer>, $crate::Error> {
                self.send().wait()
            }
        }
    };
}

/// Part of [`request!`](crate::request), which the features of *this* crate decide about.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __blocking {
    ($($request:tt)*) => {};
}

/// Gives a generated request builder the methods that wait, each with what ends it: where an answer has
/// the state, the states of success, those of failure, and where they are not the usual ones, the
/// parameters that it needs, the first pause and the deadline in seconds. What is waited for is a
/// [`Response`](crate::Response), or `()` where it is that there is nothing any more.
///
/// ```
/// huaweicloud_core::request! { pub struct ShowFlavor -> (); }
/// huaweicloud_core::waits! {
///     ShowFlavor:
///     /// Waits until the flavor is ready.
///     wait_until_ready -> huaweicloud_core::Response<()> = "/status", ["ready"], ["failed"];
///     /// Waits until there is no flavor.
///     wait_until_deleted -> () = "/flavors/0/status", [], [], needs ["id"], interval 5, deadline 60;
/// }
/// ```
#[macro_export]
macro_rules! waits {
    ($request:ident: $(
        $(#[$meta:meta])*
        $method:ident -> $until:ty = $state:literal, [$($success:literal),*], [$($failure:literal),*]
            $(, needs [$($needs:literal),+])? $(, interval $interval:literal)? $(, deadline $deadline:literal)?;
    )+) => {
        impl $request {$(
            $(#[$meta])*
            #[inline]
            pub fn $method(self) -> $crate::Wait<$until> {
                <$crate::Wait<$until>>::new(self.0, const {
                    &$crate::Waiter::new(stringify!($method), $state, &[$($success),*], &[$($failure),*])
                        $(.needs(&[$($needs),+]))? $(.interval($interval))? $(.deadline($deadline))?
                })
            }
        )+}
    };
}

/// Defines what an operation answers that answers one thing or another, by the status.
///
/// ```
/// use huaweicloud_core::types::model;
///
/// #[derive(Debug, Clone, Default, PartialEq)]
/// pub struct Flavor { pub name: Option<String> }
/// model!(Flavor { name });
///
/// #[derive(Debug, Clone, Default, PartialEq)]
/// pub struct Job { pub job_id: Option<String> }
/// model!(Job { job_id });
///
/// huaweicloud_core::answers! {
///     /// What is answered to `CreateFlavor`.
///     pub enum CreateFlavorAnswer {
///         /// It is there.
///         Created(201..=201) = Flavor,
///         /// It is being made.
///         Accepted(202..=299) = Job,
///     }
/// }
/// # let mut made = <CreateFlavorAnswer as huaweicloud_core::FromAnswer>::from_answer;
/// # let read = |status: u16, body: &'static str| {
/// #     made(huaweicloud_core::http::StatusCode::from_u16(status).unwrap(), &body.into()).unwrap()
/// # };
/// # assert_eq!(read(202, r#"{"job_id":"j"}"#), CreateFlavorAnswer::Accepted(Job { job_id: Some("j".into()) }));
/// # assert_eq!(read(200, "null"), CreateFlavorAnswer::Other(huaweicloud_core::types::Value::Null));
/// ```
#[macro_export]
macro_rules! answers {
    (
        $(#[$outer:meta])*
        pub enum $name:ident {
            $($(#[$inner:meta])* $variant:ident($statuses:pat) = $answer:ty,)+
        }
    ) => {
        $(#[$outer])*
        #[derive(Debug, Clone, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$inner])* $variant($answer),)+
            /// An answer with a status that is not documented.
            Other($crate::types::Value),
        }

        impl $crate::FromAnswer for $name {
            fn from_answer(
                status: $crate::http::StatusCode,
                body: &$crate::Bytes,
            ) -> ::core::result::Result<Self, $crate::types::DecodeError> {
                match status.as_u16() {
                    $($statuses => $crate::FromAnswer::from_answer(status, body).map(Self::$variant),)+
                    _ => $crate::FromAnswer::from_answer(status, body).map(Self::Other),
                }
            }

            fn request_id(&self) -> ::core::option::Option<&str> {
                match self {
                    $(Self::$variant(answer) => $crate::FromAnswer::request_id(answer),)+
                    Self::Other(answer) => $crate::FromAnswer::request_id(answer),
                }
            }
        }
    };
}
