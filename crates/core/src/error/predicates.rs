//! What kind of error it is: a predicate a question.

use http::StatusCode;

use super::{Error, Kind};
use crate::retry;

impl Error {
    fn has_status(&self, status: StatusCode) -> bool {
        self.0.kind == Kind::Status && self.0.status == Some(status)
    }

    /// 404: the resource is not there.
    ///
    /// # Troubleshooting
    /// Check the id, then the project and the region: a resource of another project or region is not
    /// found either. With a custom endpoint, a wrong base path also ends here.
    pub fn is_not_found(&self) -> bool {
        self.has_status(StatusCode::NOT_FOUND)
    }

    /// 401: the service does not know who is calling.
    ///
    /// # Troubleshooting
    /// Check access key and secret key for missing characters, whether the key is disabled, and
    /// whether this machine's clock is right (signatures are valid for 15 minutes). A temporary key
    /// needs its security token, and a token or temporary key may have expired.
    pub fn is_auth(&self) -> bool {
        self.has_status(StatusCode::UNAUTHORIZED)
    }

    /// 403: the caller is known and not allowed to do this.
    ///
    /// # Troubleshooting
    /// Check the IAM policies of the user, that the project id belongs to the account and region,
    /// and that the account is neither frozen nor in arrears.
    pub fn is_forbidden(&self) -> bool {
        self.has_status(StatusCode::FORBIDDEN)
    }

    /// 429: too many requests.
    ///
    /// # Troubleshooting
    /// Wait and call again, with fewer calls at a time. The limits are per account and operation.
    pub fn is_throttled(&self) -> bool {
        self.has_status(StatusCode::TOO_MANY_REQUESTS)
    }

    /// 409: the resource is in a state that does not allow this, or exists already.
    ///
    /// # Troubleshooting
    /// Read the resource's status and wait for a running change to end.
    pub fn is_conflict(&self) -> bool {
        self.has_status(StatusCode::CONFLICT)
    }

    /// 5xx: the service or a gateway before it failed.
    ///
    /// # Troubleshooting
    /// Call again later. A call that changes something may have been carried out all the same: read
    /// the resource before repeating it. Where it persists, give support the request id.
    pub fn is_server(&self) -> bool {
        self.0.kind == Kind::Status && self.0.status.is_some_and(|status| status.is_server_error())
    }

    /// The time given to connect, to answer or to a wait ran out.
    ///
    /// # Troubleshooting
    /// Where there is a [`progress`](Self::progress), the deadline of a wait has passed: what is waited
    /// for may still come about; look again, or give it a longer `deadline`.
    ///
    /// Where [`is_connect`](Self::is_connect) holds too, nothing was sent; look for a firewall or a
    /// wrong endpoint. Otherwise the call may have been carried out; give slow operations more time
    /// with `with_timeout`.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Transport { timeout: true, .. } | Kind::Wait { timeout: true })
    }

    /// The exchange broke off between the request and the end of its answer.
    ///
    /// # Troubleshooting
    /// The call may have been carried out: read the resource before repeating one that changes
    /// something. Where it happens often, a proxy or firewall may cut connections that were idle.
    pub fn is_interrupted(&self) -> bool {
        matches!(self.0.kind, Kind::Transport { timeout: false, connect: false })
    }

    /// No connection was made, so nothing was sent.
    ///
    /// # Troubleshooting
    /// The message names the host: check that it resolves, that a proxy or firewall lets it through,
    /// and, for a TLS error, that its certificate is signed by an authority that this system trusts.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Transport { connect: true, .. })
    }

    /// The answer came and cannot be received: it is longer than what is received, or its compression
    /// is broken or unknown.
    ///
    /// # Troubleshooting
    /// The operation may have been carried out. Ask for shorter pages with `limit`, raise
    /// `max_response_size` on the configuration, or enable the feature `gzip` where the message says
    /// that the answer is compressed.
    pub fn is_unreadable(&self) -> bool {
        self.0.kind == Kind::Unreadable
    }

    /// The service answered with success, and its body is not what the operation is documented to
    /// answer.
    ///
    /// # Troubleshooting
    /// The operation *was* carried out. [`field`](Self::field) names the place and
    /// [`raw_body`](Self::raw_body) has the answer; please report both. HTML here means that a proxy
    /// or a login page answered in the service's stead.
    pub fn is_decode(&self) -> bool {
        self.0.kind == Kind::Decode
    }

    /// There are no credentials, or none that hold.
    ///
    /// # Troubleshooting
    /// The message lists the places that were looked in and what each lacks: give one of them what it
    /// lacks. Nothing was sent to the service.
    pub fn is_credentials(&self) -> bool {
        self.0.kind == Kind::Credentials
    }

    /// The same call may succeed later: the network or the service was in its way, not the call.
    ///
    /// # Troubleshooting
    /// The runtime has repeated the call as often as it may ([`attempts`](Self::attempts)). Where that
    /// is once, the request may have been carried out and is not one that can be repeated blindly
    /// (POST): read the resource first.
    pub fn is_retryable(&self) -> bool {
        retry::is_retryable(self)
    }

    /// The configuration does not suffice or contradicts itself.
    ///
    /// # Troubleshooting
    /// Nothing was sent. The message says which setting to change and how.
    pub fn is_config(&self) -> bool {
        self.0.kind == Kind::Config
    }

    /// The request cannot be sent as it is: an argument would turn it into another request.
    ///
    /// # Troubleshooting
    /// Nothing was sent. The message names the parameter or header; an empty id often is a variable
    /// that was never set.
    pub fn is_invalid_request(&self) -> bool {
        self.0.kind == Kind::InvalidRequest
    }

    /// A wait found the resource in a state from which nothing is to be waited for.
    ///
    /// # Troubleshooting
    /// [`progress`](Self::progress) has the state. The resource itself often says what went wrong:
    /// [`body_as`](Self::body_as) reads it as the type that the operation answers. Support asks for the
    /// [`request_id`](Self::request_id) of the call that made or changed it.
    pub fn is_failed_state(&self) -> bool {
        self.0.kind == Kind::Wait { timeout: false }
    }

    /// A list came to a page that leads nowhere, such as back to a page seen before.
    ///
    /// # Troubleshooting
    /// The items received so far are good. The service's paging is at fault or wrongly described;
    /// please report it with [`raw_body`](Self::raw_body).
    pub fn is_paging(&self) -> bool {
        self.0.kind == Kind::Paging
    }
}
