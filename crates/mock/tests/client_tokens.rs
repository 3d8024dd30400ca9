//! Requests that a service knows again by an `X-Client-Token`, of the caller's or of the runtime's making.
#![allow(missing_docs)]

mod support;

use std::collections::HashSet;

use huaweicloud_core::types::Value;
use huaweicloud_core::{Config, Error, Request, Response, Send, ServiceClient};
use huaweicloud_mock::{Fault, Mock, Place};
use support::{CREATE, SERVICE, builder};

fn create(config: &Config) -> Request {
    ServiceClient::new(config, SERVICE.service).request(&CREATE).json(&serde_json::json!({ "name": "n" }))
}

async fn send(request: Request) -> Result<Response<Value>, Error> {
    Send::new(request).await
}

fn tokens(mock: &Mock) -> Vec<Option<String>> {
    let requests = mock.requests();
    requests.iter().map(|it| it.header("x-client-token").map(str::to_owned)).collect()
}

fn is_uuid(token: &str) -> bool {
    let groups: Vec<&str> = token.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
        && groups[2].starts_with('4')
        && groups[3].starts_with(['8', '9', 'a', 'b'])
}

#[tokio::test]
async fn a_create_whose_answer_got_lost_is_repeated_with_the_same_token() {
    for place in [Place::Answer, Place::Head, Place::Body] {
        let mock = builder().fault(Fault::reset(place).once()).start([SERVICE]).await.unwrap();
        let answer = send(create(&mock.config()).client_token()).await.unwrap();
        assert_eq!(answer.status(), 202);
        let sent = tokens(&mock);
        assert!(sent.len() == 2 && sent[0] == sent[1] && is_uuid(sent[0].as_ref().unwrap()), "{sent:?}");
    }
}

#[tokio::test]
async fn without_a_token_it_is_not_repeated() {
    let mock = builder().fault(Fault::reset(Place::Answer).once()).start([SERVICE]).await.unwrap();
    let error = send(create(&mock.config())).await.unwrap_err();
    assert!(error.is_interrupted());
    assert_eq!(tokens(&mock), [None]);
}

#[tokio::test]
async fn each_call_has_a_token_of_its_own_however_it_was_built() {
    let mock = support::start().await;
    let config = mock.config();
    let request = create(&config).client_token();
    for request in [request.clone(), request.clone(), request, create(&config).client_token()] {
        send(request).await.unwrap();
    }
    let sent: HashSet<_> = tokens(&mock).into_iter().flatten().collect();
    assert!(sent.len() == 4 && sent.iter().all(|token| is_uuid(token)), "{sent:?}");
}

#[tokio::test]
async fn the_callers_own_token_is_sent_as_it_is() {
    let mock = support::start().await;
    let config = mock.config();
    send(create(&config).client_token().header("X-Client-Token", &"mine")).await.unwrap();
    send(create(&config).client_token().with_header("x-client-token".into(), "ours".into())).await.unwrap();
    assert_eq!(tokens(&mock), [Some("mine".to_owned()), Some("ours".to_owned())]);
}
