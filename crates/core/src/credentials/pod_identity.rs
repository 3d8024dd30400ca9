//! Temporary access keys of a pod.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use http::Method;

use super::{Credentials, CredentialsProvider, Provided, ProviderContext, Variables, refused, temporary};
use crate::error::Error;

const URL: &str = "HC_CONTAINER_CREDENTIALS_FULL_URI";
const TOKEN_FILE: &str = "HC_CONTAINER_AUTHORIZATION_TOKEN_FILE";
const TIMEOUT: Duration = Duration::from_secs(5);

/// The temporary access key that a pod of Cloud Container Engine (CCE) has by its pod identity: the
/// agency that is bound to its service account.
///
/// CCE sets two variables in such pods: `HC_CONTAINER_CREDENTIALS_FULL_URI`, the address of the agent
/// that hands out the keys, and `HC_CONTAINER_AUTHORIZATION_TOKEN_FILE`, a file with the service
/// account's token, which is sent to it. The file is read each time, because its token is replaced
/// before it expires. Plain http is taken for an agent on the node (loopback or a link-local address);
/// elsewhere only where the configuration permits it.
///
/// ```no_run
/// use huaweicloud_core::Config;
/// use huaweicloud_core::credentials::PodIdentityProvider;
///
/// let config =
///     Config::builder().region("eu-west-101").credentials(PodIdentityProvider::new()).build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
///
/// Source: [pod identities](https://support.huaweicloud.com/intl/en-us/usermanual-cce/cce_10_1110.html);
/// the exchange is as the cloud's other SDKs make it.
#[derive(Clone, Debug, Default)]
pub struct PodIdentityProvider {
    variables: Variables,
}

/// What the variables say.
struct Agent {
    url: String,
    token_file: PathBuf,
}

impl PodIdentityProvider {
    /// Reads the variables of the program's environment, each time that credentials are asked for.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks `look_up` for the variables' values in place of the environment.
    pub fn variables(self, look_up: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static) -> Self {
        Self::reading(Variables::new(look_up))
    }

    pub(crate) fn reading(variables: Variables) -> Self {
        Self { variables }
    }

    fn agent(&self) -> Result<Agent, Error> {
        let half = |set: &str, missing: &str| {
            Err(Error::config(format!(
                "{set} is set and {missing} is not: CCE sets both for a pod identity; unset {set} where there is none"
            )))
        };
        match (self.variables.setting(URL)?, self.variables.path(TOKEN_FILE)) {
            (Some(url), Some(token_file)) => Ok(Agent { url, token_file }),
            (Some(_), None) => half(URL, TOKEN_FILE),
            (None, Some(_)) => half(TOKEN_FILE, URL),
            (None, None) => Err(Error::no_credentials(format!(
                "no credentials from a pod identity: {URL} and {TOKEN_FILE} are not set; CCE sets them in pods whose \
                 service account has one"
            ))),
        }
    }

    async fn find(&self, context: &ProviderContext) -> Result<Credentials, Error> {
        let Agent { url, token_file } = self.agent()?;
        let token = read_token(&token_file)?;
        let headers = [("Authorization", token.as_str()), ("Content-Type", "application/json")];
        let purpose = || format!("this call was to get the pod's credentials ({URL})");
        let answer = context.exchange(Method::POST, &url, &headers, Some(b"{}".to_vec()), TIMEOUT).await;
        let answer = answer.map_err(|error| error.while_doing(purpose()))?;
        if !answer.status().is_success() {
            let hint =
                "check that the service account still has its pod identity and the agency its permissions";
            return Err(refused(answer, context, &purpose(), hint));
        }
        temporary::access_key(&answer, "the pod identity agent", context)
    }
}

fn read_token(path: &Path) -> Result<String, Error> {
    let fail =
        |why: String| Error::config(format!("token file {} {why}: correct {TOKEN_FILE}", path.display()));
    let text = std::fs::read_to_string(path)
        .map_err(|error| fail(format!("cannot be read ({error})")).with_source(error))?;
    match text.trim() {
        "" => Err(fail("is empty".to_owned())),
        token if !token.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') => {
            Err(fail("holds something else than one line of text".to_owned()))
        }
        token => Ok(token.to_owned()),
    }
}

impl CredentialsProvider for PodIdentityProvider {
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(self.find(context))
    }

    fn check(&self) -> Result<(), Error> {
        self.agent().map(drop)
    }
}
