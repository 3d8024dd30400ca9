//! A caller who uses all that the base spec's crates have: what compiles against them, and no longer
//! does after an edit, shows what the edit costs. It is only compiled.

use std::collections::BTreeMap;

use store_client::answer::CreateThingAnswer;
use store_client::form::UploadImageForm;
use store_client::model::{
    Circle, CreateThingBody, Delivery, Job, Kind, Level, ListBoxesResponse, ListThingsResponse, Owner, Shape,
    Square, Thing, UpdateThingBody,
};
use store_client::{Blob, Body, Client, Error, request};

// Wherever a value is given, it is given as a variable of its very type: a literal may fit another.

pub async fn lists(
    client: &Client,
    text: String,
    number: i64,
    labels: Vec<String>,
    kind: Kind,
) -> Result<(), Error> {
    let yes: bool = true;
    let mut request: request::ListThings = client.list_things();
    request = request.limit(number).marker(text.clone()).kind(kind).label(labels).deleted(yes).x_trace(text);
    let mut pages = request.clone().pages();
    let page = pages.next().await;
    let _: Option<ListThingsResponse> = page.transpose()?.map(|page| page.into_inner());
    let mut items = request.clone().items();
    let _: Option<Thing> = items.next().await.transpose()?;
    let answer: ListThingsResponse = request.send().await?.into_inner();
    let _: (Vec<Thing>, Option<String>) = (answer.things, answer.next);
    let boxes: ListBoxesResponse =
        client.list_boxes().limit(number).offset(number).send().await?.into_inner();
    let _: Vec<String> = boxes.boxes;
    Ok(())
}

pub async fn calls(client: &Client, text: String, number: i64, body: CreateThingBody) -> Result<(), Error> {
    let yes: bool = true;
    let id = || text.clone();
    let _: Thing = client.show_thing(id(), id()).send().await?.into_inner();
    let _: Delivery = client.show_delivery(id()).wait_until_ready().await?.into_inner();
    let _: () = client.show_delivery(id()).wait_until_deleted().await?;
    let change: request::UpdateThing =
        client.update_thing(id(), id()).body(UpdateThingBody::new().name(id()));
    let _: () = change.send().await?.into_inner();
    let _: () = client.delete_thing(id(), id(), id(), yes).send().await?.into_inner();
    let _: Blob = client.download_image(number).send().await?.into_inner();
    let form: UploadImageForm = UploadImageForm::new(id(), Body::from(id())).title(id());
    let _: () = client.upload_image(form).send().await?.into_inner();
    match client.create_thing(body).send().await?.into_inner() {
        CreateThingAnswer::Created(thing) => drop::<Thing>(thing),
        CreateThingAnswer::Accepted(job) => drop::<Job>(job),
        _ => {}
    }
    Ok(())
}

pub fn sends(text: String, number: i64, labels: Vec<String>, kind: Kind) {
    let owner: Owner = Owner::new(text.clone()).mail(text.clone());
    let _: (Option<String>, Option<String>) = (owner.id.clone(), owner.mail.clone());
    let body = CreateThingBody::new(text.clone(), text);
    let body: CreateThingBody = body.size(number).kind(kind).labels(labels).owner(owner);
    let _: (Option<String>, Option<String>, Option<i64>) = (body.name, body.place, body.size);
    let _: (Option<Kind>, Option<Vec<String>>, Option<Owner>) = (body.kind, body.labels, body.owner);
    let _: Option<String> = UpdateThingBody::default().name;
}

pub fn reads(thing: Thing, job: Job, text: &str) {
    let _: (Option<String>, Option<String>, Option<String>) = (thing.id, thing.name, job.job_id);
    let _: (Option<f64>, Option<i64>) = (thing.weight, thing.count);
    let _: (Vec<String>, BTreeMap<String, String>) = (thing.labels, thing.notes);
    let _: Option<String> = thing.made.map(|it| it.to_string());
    let _: Option<Box<Thing>> = thing.inner;
    match thing.kind {
        Some(Kind::Soft | Kind::Hard) | None => {}
        Some(other) => drop(other.as_str().to_owned()),
    }
    let _: (Kind, usize) = (Kind::from(text), Kind::VALUES.len());
    match thing.level {
        Some(Level::N1 | Level::N2) | None => {}
        Some(other) => drop::<i64>(other.as_i64()),
    }
    let _: Level = Level::from(1_i64);
    match thing.shape {
        Some(Shape::Circle(circle)) => drop::<(Option<String>, Option<i64>)>((circle.form, circle.radius)),
        Some(Shape::Square(square)) => drop::<(Option<String>, Option<i64>)>((square.form, square.side)),
        _ => {}
    }
    let _: [Shape; 2] = [Circle::default().into(), Square::default().into()];
}
