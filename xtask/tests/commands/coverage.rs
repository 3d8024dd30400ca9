//! `cargo xtask coverage`: specs beside tables of whole services.
//!
//! The specs and the tables here agree in everything; each test changes one of them.

use crate::support::{Checkout, Ran};

const SPEC: &str = include_str!("../coverage/clock.yaml");
const DEFINITION: &str = include_str!("../coverage/definition.json");
const SDK: &str = include_str!("../coverage/sdk.json");

/// A checkout of one service and its tables.
fn checkout(test: &str) -> Checkout {
    let it = Checkout::new(test);
    std::fs::remove_dir_all(it.root.join("specs/watch")).unwrap();
    it.write("specs/clock/service.yaml", SPEC);
    it.write("facts/definitions/clock.json", DEFINITION);
    it.write("facts/clock.json", SDK);
    it
}

fn run(checkout: &Checkout) -> Ran {
    checkout.run(&["coverage", "--against", "facts"])
}

/// The spec with one thing changed.
#[track_caller]
fn with(from: &str, to: &str) -> String {
    assert_eq!(SPEC.matches(from).count(), 1, "{from}");
    SPEC.replace(from, to)
}

/// Runs it on a spec that differs in one thing: told without a comment, at a place and with these words;
/// not told with the comment put before `at`; told again if the comment names no field, no source, or
/// stands elsewhere.
#[track_caller]
fn differs(test: &str, spec: &str, told: &str, at: &str, comment: &str) {
    let checkout = checkout(test);
    checkout.write("specs/clock/service.yaml", spec);
    let ran = run(&checkout).failed();
    assert!(ran.stderr.contains("error[unexplained-difference]"), "{}", ran.stderr);
    assert!(ran.stderr.contains(told), "{told}\n{}", ran.stderr);
    assert!(ran.stderr.contains("1 difference without a comment that says why"), "{}", ran.stderr);
    let explained = |comment: &str| {
        assert_eq!(spec.matches(at).count(), 1, "{at}");
        let indent = &at[..at.len() - at.trim_start().len()];
        checkout.write("specs/clock/service.yaml", &spec.replace(at, &format!("{indent}# {comment}\n{at}")));
        run(&checkout)
    };
    explained(comment).succeeded();
    for word in ["definition", "SDK"] {
        if comment.contains(word) {
            explained(&comment.replace(word, "page")).failed();
        }
    }
    explained(&comment.replace('`', "")).failed();
    checkout.write("specs/clock/service.yaml", &format!("{spec}# {comment}\n"));
    run(&checkout).failed();
    let aside = spec.replace("    ProjectId:\n", &format!("    # {comment}\n    ProjectId:\n"));
    checkout.write("specs/clock/service.yaml", &aside);
    run(&checkout).failed();
}

#[test]
fn what_agrees_is_counted() {
    let checkout = checkout("coverage-agrees");
    let ran = run(&checkout).succeeded();
    assert_eq!(
        ran.stdout,
        "clock: 1 of 2 operations of the definition, 1 of 1 of the SDK\n                \
           operations           request fields          answer fields      differences\n  \
         chapter  definition        SDK  definition        SDK  definition        SDK  explained  unexplained\n  \
         service         1/1        1/1         4/4        4/4         3/3        3/3          0            0\n  \
         all             1/1        1/1         4/4        4/4         3/3        3/3          0            0\n\n"
    );
    assert_eq!(ran.stderr, "");
    checkout.run(&["coverage", "--against", "facts", "clock"]).succeeded();
}

#[test]
fn a_field_that_no_table_has() {
    differs(
        "coverage-extra",
        &with("        room:\n", "        floor: {type: string, description: F.}\n        room:\n"),
        "specs/clock/service.yaml:80:9",
        "    Place:\n",
        "Definition and SDK lack `floor`.",
    );
}

#[test]
fn a_field_that_the_spec_lacks() {
    // Renamed: one more, one less.
    let checkout = checkout("coverage-renamed");
    checkout.write("specs/clock/service.yaml", &with("        room:\n", "        chamber:\n"));
    let ran = run(&checkout).failed();
    for told in [
        "the definition and the SDK lack `place.chamber` of the answer (CreateAlarm)",
        "the definition and the SDK have `place.room` of the answer, the spec lacks it (CreateAlarm)",
        "help: add it, or say above it why not, such as: # `room` of the definition and the SDK is left out: …",
    ] {
        assert!(ran.stderr.contains(told), "{told}\n{}", ran.stderr);
    }
    assert!(
        ran.stdout.contains("4/4        4/4         2/3        2/3          0            4\n"),
        "{}",
        ran.stdout
    );

    let gone = with(
        "    Place:\n      type: object\n      description: Where it rings.\n      properties:\n        room:\n          \
         type: string\n          description: Which room.\n",
        "    Place:\n      type: object\n      description: Where it rings.\n",
    );
    differs(
        "coverage-missing",
        &gone,
        "`place.room` of the answer",
        "    Place:\n",
        "`room` of definition and SDK is left out: nobody knows it.",
    );
}

#[test]
fn a_type() {
    differs(
        "coverage-type",
        &with("          type: integer\n", "          type: string\n"),
        "`id` of the answer is a string here, an integer in the definition and the SDK (CreateAlarm)",
        "        id:\n",
        "`id` is an integer in definition and SDK, a string by the example.",
    );
}

#[test]
fn required() {
    differs(
        "coverage-required",
        &with("      required:\n        - time\n", ""),
        "`time` of the body is optional here, required in the definition and the SDK (CreateAlarm)",
        "        time:\n",
        "`time` is mandatory in definition and SDK.",
    );
    differs(
        "coverage-required-body",
        &with("        required: true\n        content", "        content"),
        "the body (`requestBody`) is optional here",
        "      requestBody:\n",
        "`requestBody` is required in definition and SDK.",
    );
    differs(
        "coverage-required-parameter",
        &with("          in: query\n", "          in: query\n          required: true\n"),
        "specs/clock/service.yaml:15:11",
        "        - name: loud\n",
        "`loud` is optional in definition and SDK.",
    );
}

#[test]
fn values() {
    let less = with("        - holiday\n", "");
    differs(
        "coverage-values",
        &less,
        "the values of `days[]` of the body differ: `holiday` in the definition and the SDK alone",
        "    Day:\n",
        "Definition and SDK have holiday among those of `days`.",
    );
    // The value has to be named, and the chapter's head is above everything.
    let checkout = checkout("coverage-values-named");
    checkout.write("specs/clock/service.yaml", &format!("# Definition and SDK: values of `days`.\n{less}"));
    run(&checkout).failed();
    checkout.write("specs/clock/service.yaml", &format!("# Definition and SDK: holiday of `days`.\n{less}"));
    run(&checkout).succeeded();
    differs(
        "coverage-values-none",
        &with("      enum:\n        - workday\n        - holiday\n", ""),
        "`days[]` of the body has no values here, but in the definition and the SDK",
        "        days:\n",
        "The values of `days` in definition and SDK are not all.",
    );
}

#[test]
fn operations() {
    let checkout = checkout("coverage-operations");
    let other = "  /v1/{project_id}/alarms:\n    get:\n      operationId: ListAlarms\n      tags: [Alarms]\n      \
                 summary: Lists\n      description: Them.\n      responses: {'204': {description: None.}}\n    post:\n";
    checkout.write("specs/clock/service.yaml", &with("  /v1/{project_id}/alarms:\n    post:\n", other));
    let ran = run(&checkout).failed();
    assert!(ran.stderr.contains("the definition and the SDK lack `ListAlarms`\n"), "{}", ran.stderr);
    assert!(ran.stdout.starts_with("clock: 1 of 2 operations of the definition, 1 of 1 of the SDK\n"));

    checkout.write("specs/clock/service.yaml", &with("operationId: CreateAlarm", "operationId: SetAlarm"));
    let ran = run(&checkout).failed();
    assert!(
        ran.stderr.contains("`SetAlarm` is `CreateAlarm` in the definition and the SDK\n"),
        "{}",
        ran.stderr
    );
    checkout.write("specs/clock/service.yaml", &with("/v1/{project_id}/alarms:", "/v2/{project_id}/alarms:"));
    let ran = run(&checkout).failed();
    assert!(
        ran.stderr.contains("is `POST /v1/{project_id}/alarms` in the definition and the SDK"),
        "{}",
        ran.stderr
    );
}

#[test]
fn deprecated() {
    let checkout = checkout("coverage-deprecated");
    let said = r#""loud", "deprecated": true"#;
    checkout.write("facts/definitions/clock.json", &DEFINITION.replace(r#""loud""#, said));
    let ran = run(&checkout).failed();
    assert!(
        ran.stderr.contains("parameter `loud` is deprecated in the definition, not here"),
        "{}",
        ran.stderr
    );
}

#[test]
fn text_that_looks_like_a_comment_is_none() {
    let checkout = checkout("coverage-text");
    let spec = with(
        "          description: On which days.\n",
        "          description: |-\n            # Definition and SDK lack `floor`.\n        floor: {type: string, description: F.}\n",
    );
    checkout.write(
        "specs/clock/service.yaml",
        &spec.replace("          items:\n            $ref: '#/components/schemas/Day'\n", ""),
    );
    run(&checkout).failed();
    let spec = with(
        "      description: Where it rings.\n      properties:\n",
        "      properties:\n        # No word.\n        floor: {type: string, description: F.}\n",
    );
    let folded = spec.replace("description: No", "description: |-\n# Definition and SDK lack `floor`");
    checkout.write("specs/clock/service.yaml", &folded);
    run(&checkout).failed();
}

#[test]
fn a_table_that_goes_in_circles_ends() {
    let checkout = checkout("coverage-circles");
    let room = r#""place": {"properties": {"room": {"type": "string"}}}"#;
    assert!(DEFINITION.contains(room));
    let again =
        r##""place": {"properties": {"room": {"type": "string"}, "next": {"$ref": "#/definitions/Alarm"}}}"##;
    checkout.write("facts/definitions/clock.json", &DEFINITION.replace(room, again));
    let ran = run(&checkout).failed();
    assert!(ran.stderr.contains("the definition has `place.next` of the answer"), "{}", ran.stderr);
}

#[test]
fn what_is_explained_is_listed_and_told_to_programs() {
    let checkout = checkout("coverage-formats");
    let spec = with(
        "        room:\n",
        "        # Definition and SDK\n        # lack `floor`.\n        floor: {type: string, description: F.}\n        room:\n",
    );
    checkout.write("specs/clock/service.yaml", &spec);
    for flag in ["--explained", "--verbose"] {
        let ran = checkout.run(&["coverage", "--against", "facts", flag]).succeeded();
        let listed = "specs/clock/service.yaml:80: # Definition and SDK lack `floor`.\n    \
                      the definition and the SDK lack `place.floor` of the answer (CreateAlarm)\n";
        assert!(ran.stdout.contains(listed), "{}", ran.stdout);
        assert!(ran.stdout.contains("2            0\n"), "{}", ran.stdout);
    }
    checkout.write("specs/clock/service.yaml", &spec.replace("# lack", "# have"));
    let ran = checkout.run(&["coverage", "--against", "facts", "--format", "json"]).failed();
    let line = ran.stdout.strip_suffix('\n').unwrap();
    let start = "{\"level\":\"error\",\"name\":\"unexplained-difference\",\"file\":\"specs/clock/service.yaml\",\
                 \"line\":82,\"column\":9,";
    assert!(line.starts_with(start) && !line.contains('\n'), "{line}");
    let ran = checkout.run(&["coverage", "--against", "facts", "--format", "github"]).failed();
    assert!(ran.stdout.contains("::error file=specs/clock/service.yaml,line=82"), "{}", ran.stdout);
}

#[test]
fn tables_that_are_none_are_told() {
    let checkout = checkout("coverage-broken");
    let told = |arguments: &[&str], words: &[&str]| {
        let ran = checkout.run(arguments).failed();
        for word in words {
            assert!(ran.stderr.contains(word), "{word}\n{}", ran.stderr);
        }
        assert!(ran.stderr.contains("help: "), "{}", ran.stderr);
    };
    let facts = ["coverage", "--against", "facts"];
    told(&["coverage", "--against", "nowhere"], &["there is no folder nowhere"]);
    told(
        &["coverage", "clok", "--against", "facts"],
        &["no service is called `clok`", "did you mean `clock`?"],
    );
    for (path, text) in [("facts/clock.json", SDK), ("facts/definitions/clock.json", DEFINITION)] {
        std::fs::remove_file(checkout.root.join(path)).unwrap();
        told(&facts, &[&format!("cannot read {path}: ")]);
        checkout.write(path, "{\n \"operations\": [}");
        told(&facts, &[&format!("{path}:2:17: this is not JSON: ")]);
        for odd in [
            "[]",
            "{}",
            "7",
            "{\"operations\": 7}",
            "{\"operations\": [], \"models\": {}}",
            "{\"operations\": {}}",
        ] {
            checkout.write(path, odd);
            told(&facts, &[path, "FACTS/definitions/SERVICE.json one of API definitions"]);
        }
        checkout.write(path, text);
        run(&checkout).succeeded();
    }
    let edits = [
        (
            "facts/clock.json",
            SDK,
            "\"type\": \"Body\"",
            "\"type\": \"Bodyy\"",
            "`operations/0/request_body` should be of a known type",
        ),
        ("facts/clock.json", SDK, "\"method\": \"POST\", ", "", "`operations/0/method` should be text"),
        (
            "facts/clock.json",
            SDK,
            "\"array<string>\"",
            "\"list\"",
            "`operations/0/request_body/days` should be",
        ),
        (
            "facts/definitions/clock.json",
            DEFINITION,
            "#/definitions/Body",
            "#/definitions/Bodyy",
            "`operations/CreateAlarm/#/definitions/Bodyy` should be there",
        ),
        (
            "facts/definitions/clock.json",
            DEFINITION,
            "\"in\": \"query\", ",
            "",
            "`operations/CreateAlarm/parameters` should be",
        ),
        (
            "facts/definitions/clock.json",
            DEFINITION,
            "\"responses\": {\"204\": {}}",
            "",
            "`operations/DeleteAlarm/responses` should be",
        ),
    ];
    for (path, text, from, to, words) in edits {
        assert!(text.contains(from), "{from}");
        checkout.write(path, &text.replace(from, to));
        told(&facts, &[path, words]);
        checkout.write(path, text);
    }
    // Made to fill memory.
    let deep = format!("{}string{}", "array<".repeat(100_000), ">".repeat(100_000));
    checkout.write("facts/clock.json", &SDK.replace("array<string>", &deep));
    told(&facts, &["should be smaller"]);
    checkout.write("facts/clock.json", SDK);
    checkout.write("specs/clock/service.yaml", &SPEC.replace("type: integer", "typ: integer"));
    told(&facts, &["error[unknown-key]", "cargo xtask lint clock"]);
}
