package io.sallyport.journal;

import java.time.Instant;
import java.util.Optional;

/// The calls of one conversation, as a line.
///
/// @param thread what its calls have in common: the session, else the chat that a trusted program named
/// @param principal one of those who called
/// @param model one of those that were asked for
public record CallThread(
        String thread,
        Instant firstAt,
        Instant lastAt,
        long calls,
        long failures,
        Optional<String> principal,
        Optional<String> model) {}
