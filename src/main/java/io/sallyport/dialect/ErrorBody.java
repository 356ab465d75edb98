package io.sallyport.dialect;

/// What a client is told about a failure, before it is written in its own dialect.
///
/// @param type family of the error, for example `invalid_request_error`
/// @param code stable word, for example `model_not_found`
/// @param param JSON path of the culprit, empty when there is none
public record ErrorBody(String message, String type, String code, String param) {}
