package io.sallyport.provider;

import io.sallyport.inference.RawRequest;
import io.sallyport.lang.Bytes;
import io.sallyport.lang.Header;
import io.sallyport.lang.Secret;
import java.util.List;
import java.util.Optional;

/// One attempt to be made: what is sent where, before a vendor's own address and proof are added.
///
/// @param model as the backend calls it; empty when none is named
/// @param body slices of the body as the upstream shall get it
/// @param headers lines of the client that may go on (requirement DA38 strips the rest)
/// @param outputCap most tokens the answer may have, where the client said nothing about it
/// @param clientCredential the caller's own provider key, only in pass-through mode
public record ProviderCall(
        Backend backend,
        RawRequest request,
        String model,
        List<Bytes> body,
        List<Header> headers,
        Optional<Long> outputCap,
        Optional<Secret> clientCredential) {}
