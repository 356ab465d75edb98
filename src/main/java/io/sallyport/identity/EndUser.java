package io.sallyport.identity;

/// The person whom a trusted program names behind a call: attribution within that program's key, never a right.
///
/// Each text is empty when it was not given.
///
/// @param id what the program calls the person
/// @param role what the person is there
/// @param chat the conversation the call belongs to
public record EndUser(String id, String name, String email, String role, String chat) {

    /// What tells this person from others of the same program: the id, else the e-mail address, else the name.
    public String identity() {
        if (!id.isEmpty()) {
            return id;
        }
        return email.isEmpty() ? name : email;
    }
}
