//! How what a caller gives gets into a request: arguments, setters and bodies.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::types::{ident, tokens, type_text, type_tokens};
use crate::ir::{Body, Content, Fixed, Location, Manner, Parameter, ParameterStyle, Type};

/// How the client's modules name the types of the model crate: a service may call a type `Request`
/// or `Client`.
pub const MODEL: &str = "model::";

/// How an argument is declared and how its value is passed on.
pub struct Argument {
    /// `name: type`
    pub declaration: TokenStream,
    /// The value of the very type.
    pub value: TokenStream,
    /// `::<type>`, for functions that nothing else tells the type.
    pub of_type: TokenStream,
}

/// An argument of a type of the IR.
pub fn argument(name: &str, ty: &Type) -> Argument {
    let name = ident(name);
    let declared = tokens(&declared(ty));
    let declaration = quote!(#name: #declared);
    if is_taken_as_it_is(ty) {
        return Argument { declaration, value: quote!(#name), of_type: quote!() };
    }
    let rust = type_tokens(ty, MODEL);
    Argument { declaration, value: quote!(#name.into()), of_type: quote!(::<#rust>) }
}

/// The type that an argument is declared with.
pub fn declared(ty: &Type) -> String {
    let rust = type_text(ty, MODEL);
    if is_taken_as_it_is(ty) { rust } else { format!("impl Into<{rust}>") }
}

fn is_taken_as_it_is(ty: &Type) -> bool {
    matches!(ty, Type::Boolean | Type::Integer | Type::Unsigned | Type::Float)
}

/// `#[inline]` for a method that takes a body: the compiler puts off all that writes the body's type until a
/// caller calls it. A method that is generic needs no word for that.
pub fn put_off(body: &Body, arguments: &[Parameter]) -> Option<TokenStream> {
    let generic = arguments.iter().any(|parameter| !is_taken_as_it_is(&parameter.ty))
        || matches!(body.content, Content::Text { .. } | Content::Bytes { .. });
    (!generic).then(|| quote!(#[inline]))
}

/// The type that the argument for a body is declared with. A type of its own is taken as it is: its
/// constructor already says what it needs.
pub fn declared_body(content: &Content) -> String {
    match content {
        Content::Json { ty, .. } | Content::Form { ty, .. } => type_text(ty, MODEL),
        Content::Multipart(form) => form.name.clone(),
        Content::AnyParts => "Multipart".to_owned(),
        Content::Text { .. } | Content::Bytes { .. } => "impl Into<Body>".to_owned(),
    }
}

/// `request` with what every request of the operation has.
pub fn fixed(mut request: TokenStream, fixed: &Fixed) -> TokenStream {
    if let Some(server) = &fixed.server {
        request = quote!(#request.server(#server));
    }
    if let Some(accept) = &fixed.accept {
        request = quote!(#request.header("accept", &#accept));
    }
    for (name, value) in &fixed.query {
        request = quote!(#request.query(#name, &#value));
    }
    request
}

/// `request` with the parameter's value added.
pub fn passed_on(request: TokenStream, parameter: &Parameter) -> TokenStream {
    let Argument { value, of_type, .. } = argument(&parameter.name, &parameter.ty);
    let wire = &parameter.wire;
    let styled = |function: &str, style| {
        let (function, style) = (ident(function), self::style(style));
        quote!(#request.#function #of_type(#wire, &#value, #style))
    };
    match (parameter.location, parameter.manner) {
        (Location::Path, Manner::Styled(style)) => styled("path_styled", style),
        (Location::Query, Manner::Styled(style)) => styled("query_styled", style),
        (Location::Header, Manner::Styled(style)) => styled("header_styled", style),
        (Location::Cookie, Manner::Styled(style)) => styled("cookie", style),
        (Location::Cookie, _) => styled("cookie", ParameterStyle::Form),
        (Location::Path, _) => match &parameter.ty {
            Type::Text => quote!(#request.path(#value)),
            Type::Enum(_) | Type::Code(_) | Type::Timestamp => {
                let (name, ty) = (ident(&parameter.name), type_tokens(&parameter.ty, MODEL));
                quote!(#request.path(Into::<#ty>::into(#name).to_string()))
            }
            _ => quote!(#request.path(#value.to_string())),
        },
        (Location::Query, Manner::Each) => quote!(#request.query_each(#wire, #value)),
        (Location::Query, Manner::Joined(separator)) => {
            quote!(#request.query_joined(#wire, #value, #separator))
        }
        (Location::Query, Manner::Plain) => quote!(#request.query(#wire, &#value)),
        (Location::Header, _) => quote!(#request.header(#wire, &#value)),
    }
}

fn style(style: ParameterStyle) -> TokenStream {
    let name = ident(&format!("{style:?}"));
    quote!(ParameterStyle::#name)
}

/// The declaration of a body, and `request` with it added.
pub fn with_body(request: TokenStream, body: &Body) -> (TokenStream, TokenStream) {
    let declared = tokens(&declared_body(&body.content));
    let request = match &body.content {
        Content::Json { media_type, .. } => match media_type.as_str() {
            "application/json" => quote!(#request.json(&body)),
            media_type => quote!(#request.json_as(#media_type, &body)),
        },
        Content::Form { styles, .. } => {
            let styles = styles.iter().map(|(name, style)| {
                let style = self::style(*style);
                quote!((#name, #style))
            });
            quote!(#request.form(&body, &[#(#styles),*]))
        }
        Content::Multipart(_) => quote!(#request.multipart(body.0)),
        Content::AnyParts => quote!(#request.multipart(body)),
        Content::Text { media_type } | Content::Bytes { media_type } => {
            quote!(#request.body(#media_type, body.into()))
        }
    };
    (quote!(body: #declared), request)
}
