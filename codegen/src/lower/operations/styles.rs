//! Styles: how a parameter is written where it stands.

use openapiv3::{Parameter as OpenApiParameter, PathStyle, QueryStyle};

use crate::ir::{Location, Manner, ParameterStyle, Type};
use crate::lower::contents::bodies::query_style;

/// Where a parameter stands.
pub fn location(parameter: &OpenApiParameter) -> Location {
    match parameter {
        OpenApiParameter::Path { .. } => Location::Path,
        OpenApiParameter::Query { .. } => Location::Query,
        OpenApiParameter::Header { .. } => Location::Header,
        OpenApiParameter::Cookie { .. } => Location::Cookie,
    }
}

/// How a parameter of a type is written at `location`, which the path key may have moved.
pub fn manner(parameter: &OpenApiParameter, location: Location, ty: &Type) -> Manner {
    let style = style(parameter, location);
    let scalars = matches!(ty, Type::List(element) if element.is_scalar());
    match (location, style) {
        // A cookie has no way but the one by style; a single value is the same in all.
        (Location::Cookie, _) if ty.is_scalar() => Manner::Styled(ParameterStyle::Form),
        (Location::Path, ParameterStyle::Simple | ParameterStyle::SimpleExploded)
        | (Location::Query | Location::Header, _)
            if ty.is_scalar() =>
        {
            Manner::Plain
        }
        (Location::Query, ParameterStyle::FormExploded) if scalars => Manner::Each,
        (Location::Query, ParameterStyle::Form) if scalars => Manner::Joined(","),
        (Location::Query, ParameterStyle::SpaceDelimited) if scalars => Manner::Joined(" "),
        (Location::Query, ParameterStyle::PipeDelimited) if scalars => Manner::Joined("|"),
        (_, style) => Manner::Styled(style),
    }
}

fn style(parameter: &OpenApiParameter, location: Location) -> ParameterStyle {
    let explode = parameter.parameter_data_ref().explode;
    let exploded = explode == Some(true);
    match parameter {
        OpenApiParameter::Query { style, .. } => query_style(style, explode),
        OpenApiParameter::Cookie { .. } => query_style(&QueryStyle::Form, explode),
        OpenApiParameter::Path { .. } if location == Location::Query => ParameterStyle::FormExploded,
        OpenApiParameter::Path { style: PathStyle::Label, .. } if exploded => ParameterStyle::LabelExploded,
        OpenApiParameter::Path { style: PathStyle::Label, .. } => ParameterStyle::Label,
        OpenApiParameter::Path { style: PathStyle::Matrix, .. } if exploded => ParameterStyle::MatrixExploded,
        OpenApiParameter::Path { style: PathStyle::Matrix, .. } => ParameterStyle::Matrix,
        OpenApiParameter::Path { .. } | OpenApiParameter::Header { .. } if exploded => {
            ParameterStyle::SimpleExploded
        }
        OpenApiParameter::Path { .. } | OpenApiParameter::Header { .. } => ParameterStyle::Simple,
    }
}
