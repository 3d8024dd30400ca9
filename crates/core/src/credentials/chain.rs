//! Several places to look in.

use std::fmt;
use std::sync::OnceLock;

use super::{
    Credentials, CredentialsProvider, EnvironmentProvider, InstanceMetadataProvider, PodIdentityProvider,
    ProfileProvider, Provided, ProviderContext, Variables,
};
use crate::error::Error;

/// Asks one provider after the other until one has credentials.
///
/// By default these, in this order:
/// 1. [environment variables](EnvironmentProvider);
/// 2. the [profile file](ProfileProvider);
/// 3. the [pod identity](PodIdentityProvider) of a pod;
/// 4. the [metadata service](InstanceMetadataProvider) of an ECS.
///
/// The cloud's other SDKs that know pod identities ask for them last. Here the pod's own agency stands
/// before that of the node, which often may do more, and the one place that has to be asked over the
/// network to know comes last.
///
/// Only a place that has nothing leads to the next. One that has something and is broken (a key without
/// its secret, a profile file with a mistake, an agent that fails) ends the search with its error, so
/// that nobody calls as someone else by mistake. Once a provider had credentials, it alone is asked to
/// renew them. When nothing is found, the error says of each place what it lacks.
///
/// ```
/// use huaweicloud_core::Config;
/// use huaweicloud_core::credentials::{ChainProvider, EnvironmentProvider, InstanceMetadataProvider};
///
/// let chain = ChainProvider::starting_with(EnvironmentProvider::new())
///     .then(InstanceMetadataProvider::new());
/// # let chain = ChainProvider::starting_with(InstanceMetadataProvider::new());
/// let config = Config::builder().region("eu-west-101").credentials(chain).build()?;
/// # Ok::<(), huaweicloud_core::Error>(())
/// ```
pub struct ChainProvider {
    providers: Vec<Box<dyn CredentialsProvider>>,
    /// Which of them had credentials.
    found: OnceLock<usize>,
}

impl ChainProvider {
    /// The default chain.
    pub fn new() -> Self {
        Self::reading(&Variables::default())
    }

    pub(crate) fn reading(variables: &Variables) -> Self {
        Self::starting_with(EnvironmentProvider::reading(variables.clone()))
            .then(ProfileProvider::reading(variables.clone()))
            .then(PodIdentityProvider::reading(variables.clone()))
            .then(InstanceMetadataProvider::new())
    }

    /// A chain of this one provider.
    pub fn starting_with(provider: impl CredentialsProvider) -> Self {
        Self { providers: vec![Box::new(provider)], found: OnceLock::new() }
    }

    /// Asks `provider` where all before it have nothing.
    pub fn then(mut self, provider: impl CredentialsProvider) -> Self {
        self.providers.push(Box::new(provider));
        self
    }

    async fn find(&self, context: &ProviderContext) -> Result<Credentials, Error> {
        if let Some(provider) = self.found.get().and_then(|index| self.providers.get(*index)) {
            return provider.provide(context).await;
        }
        let mut lacks = Vec::new();
        for (index, provider) in self.providers.iter().enumerate() {
            match provider.provide(context).await {
                Ok(credentials) => {
                    tracing::debug!(place = index + 1, "found credentials");
                    let _ = self.found.set(index);
                    return Ok(credentials);
                }
                Err(error) if error.is_credentials() => lacks.push(error),
                Err(error) => return Err(error),
            }
        }
        Err(nothing(&lacks))
    }
}

/// What to say where no provider has anything.
fn nothing(lacks: &[Error]) -> Error {
    let mut text = "no credentials found anywhere:".to_owned();
    for lack in lacks {
        // A chain within has lines of its own.
        text.push_str(&format!("\n{lack}").replace('\n', "\n  "));
    }
    Error::no_credentials(text)
}

impl Default for ChainProvider {
    fn default() -> Self {
        Self::new()
    }
}

impl CredentialsProvider for ChainProvider {
    fn provide<'a>(&'a self, context: &'a ProviderContext) -> Provided<'a> {
        Box::pin(self.find(context))
    }

    /// Checks the providers up to the first that may have something.
    fn check(&self) -> Result<(), Error> {
        let mut lacks = Vec::new();
        for provider in &self.providers {
            match provider.check() {
                Err(error) if error.is_credentials() => lacks.push(error),
                outcome => return outcome,
            }
        }
        Err(nothing(&lacks))
    }
}

impl fmt::Debug for ChainProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.providers).finish()
    }
}
