use super::*;
use crate::credentials::Kind;

/// The credentials of the section that is usual, or of a named one.
fn read(text: &str, section: Option<&str>) -> Result<Credentials, Error> {
    let profiles = parse(text, "~/credentials")?;
    profiles.credentials(profiles.select(section).expect("the section"))
}

/// Access key, secret key, security token, project and account.
fn shown(text: &str, section: Option<&str>) -> [String; 5] {
    let credentials = read(text, section).unwrap();
    let Kind::AccessKey { access_key, secret_key, security_token } = &credentials.kind else {
        unreachable!()
    };
    let token = security_token.as_ref().map(Secret::expose);
    let [project, domain] = [credentials.project_id(), credentials.domain_id()];
    [Some(access_key.as_str()), Some(secret_key.expose()), token, project, domain]
        .map(|text| text.unwrap_or("-").to_owned())
}

#[test]
fn everything_that_a_section_says_is_read() {
    let text = "[basic]\nak = a\nsk = s\nsecurity_token = t\nproject_id = p\ndomain_id = d\n";
    assert_eq!(shown(text, None), ["a", "s", "t", "p", "d"]);
    assert_eq!(shown("[global]\nak=a\nsk=s\ndomain_id=d", None), ["a", "s", "-", "-", "d"]);
}

#[test]
fn texts_that_other_sdks_read_are_read() {
    let secrets = ["s", "a+b/c==", "=", "#;s", "s#1", "s;1", "[s]", "{s}", "%(s)s", "s:1", "\\s", "ak=b"];
    for secret in secrets {
        let text = format!("[basic]\nak=a\nsk={secret}\n");
        assert_eq!(shown(&text, None)[1], secret, "{text}");
    }
    for text in [
        "\u{feff}[basic]\nak=a\nsk=s",
        "[basic]\r\nak=a\r\nsk=s\r\n",
        "\n; note\n# note = 1\n[basic]   \n\n  ; sk = old\n\t# sk = old\n  ak\t=  a \n sk = s\t\n",
        "[ basic ]\nak = \"a\"\nsk = 's'",
        "  [basic]\nAK = a\nSk = s",
        "[basic]\nak=a\nsk=s\nsecurity_token=\nproject_id =\ndomain_id = \"\"\niam_endpoint=",
        "[basic]\nak=a\nsk=s\nidp_id=i\nid_token_file=/token",
        "[basic]\nak=a\nsk=s\n[global]\nak=\nsk=",
        "[vpn]\nendpoint = x y\n[basic]\nak=a\nsk=s\n[basic_test]\nak=b",
    ] {
        assert_eq!(shown(text, None), ["a", "s", "-", "-", "-"], "{text}");
    }
}

#[test]
fn sections_share_ids_where_they_share_the_access_key() {
    let global = "[basic]\nak=a\nsk=s\nproject_id=p\n[global]\nak=a\nsk=s\ndomain_id=d\n";
    assert_eq!(shown(global, None), ["a", "s", "-", "p", "d"]);
    assert_eq!(shown(global, Some("global")), ["a", "s", "-", "p", "d"]);
    let another = "[basic]\nak=a\nsk=s\n[global]\nak=b\nsk=s\ndomain_id=d\n[basic_test]\nak=a\nsk=s";
    assert_eq!(shown(another, None), ["a", "s", "-", "-", "-"]);
    assert_eq!(shown(another, Some("basic_test")), ["a", "s", "-", "-", "-"]);
}

#[test]
fn the_address_of_iam_comes_with_the_access_key() {
    let address = |text: &str| {
        let profiles = parse(text, "f").unwrap();
        profiles.iam_endpoint(profiles.select(None)?).map(str::to_owned)
    };
    let url = "https://iam.example.com";
    assert_eq!(address(&format!("[basic]\nak=a\nsk=s\niam_endpoint={url}")).as_deref(), Some(url));
    let global = format!("[basic]\nak=a\nsk=s\n[global]\nak=a\nsk=s\niam_endpoint = {url}");
    assert_eq!(address(&global).as_deref(), Some(url));
    for text in ["", "[basic]\nak=a\nsk=s\niam_endpoint=", "[basic]"] {
        assert_eq!(address(text), None);
    }
}

#[test]
fn mistakes_name_their_line_and_show_no_value() {
    const ONE: &str = "[basic]\nak=a\nsk=hunter2\n";
    for (text, line, hint) in [
        ("[basic]\nak=a\nsk\n", 3, "neither a section"),
        ("[basic]\nak: hunter2\n", 2, "ak = …"),
        ("[basic]\nak=a\nsk=\nhunter2\n", 4, "neither a section"),
        ("[basic]\nak=a\n\nhunter2=\n", 4, "none of ak, sk, security_token"),
        ("[basic]\nak=a\nsecret_key=hunter2\n", 3, "none of ak, sk, security_token"),
        ("[basic]\n= hunter2\n", 2, "none of ak, sk"),
        ("[basic\nak=a\n", 1, "as in [basic]"),
        ("[basic] # mine\nak=a\n", 1, "alone in its line"),
        ("[basic]ak=hunter2\n", 1, "alone in its line"),
        ("ak=a\nsk=hunter2\n", 1, "put [basic] or [global] before it"),
        (&format!("{ONE}[global]\n[basic]\n"), 5, "stands in line 1 too"),
        (&format!("{ONE}\nSK=hunter2\n"), 5, "sk stands in line 3 too"),
        (&format!("{ONE}[Basic]\nak=b\n"), 5, "section [Basic], which is not read: rename it"),
        (&format!("[default]\nregion=r\nSK=hunter2\n{ONE}"), 3, "section [default], which is not read"),
        ("[basic]\nak=a\nsk=\n", 3, "sk is empty"),
        ("[basic]\nak=\"\"\nsk=hunter2\n", 2, "ak is empty"),
        ("[basic]\nak=a\n", 1, "has no sk"),
        ("\n[global]\nsk=hunter2\n", 2, "has no ak"),
        ("[basic]\nproject_id=p\n", 1, "has no ak"),
        ("[basic]\nidp_id=i\nid_token_file=/token\n", 1, "idp_id, which this SDK does not log in with"),
        ("[basic]\nak=a\nsk=hunter2 ; mine\n", 3, "the value of sk has a blank"),
        ("[basic]\nak=a\nsk=hunter2\u{e9}\n", 3, "the value of sk has a blank or a character"),
        ("[basic]\nak=a\nsk=\"hunter2\n", 3, "the value of sk has a quote"),
        ("[basic]\nak=a\rsk=hunter2\n", 2, "the value of ak has a blank"),
        ("[basic]\nak=a\nsk=hunter2\niam_endpoint=hunter2\n", 4, "iam_endpoint is not an address"),
    ] {
        let error = read(text, None).unwrap_err();
        let shown = error.to_string();
        assert!(shown.starts_with(&format!("profile file ~/credentials:{line}: ")), "{text}\n{shown}");
        assert!(error.is_config() && shown.contains(hint), "{text}\n{shown}");
        assert!(!format!("{error:?}").contains("hunter2"), "{shown}");
    }
}

#[test]
fn what_is_read_does_not_show() {
    let profiles = parse("[basic]\nak=a\nsk=hunter2\nsecurity_token=hunter2\n", "f").unwrap();
    assert!(!format!("{profiles:?}").contains("hunter2"));
}
