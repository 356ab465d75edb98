/// Inbound HTTP: server, routes, request, reply.
///
/// May import: lang, transport.
/// Read first: WebServer.
@NullMarked
package io.sallyport.web;

import org.jspecify.annotations.NullMarked;
