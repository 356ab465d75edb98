/// Outgoing mail: a message, and the server that takes it.
///
/// May import: lang.
/// Read first: Mailer.
@NullMarked
package io.sallyport.mail;

import org.jspecify.annotations.NullMarked;
