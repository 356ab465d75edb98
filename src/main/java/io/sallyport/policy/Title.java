package io.sallyport.policy;

/// What people read first of a policy or a backend profile.
///
/// @param name unique among its kind, 1 to 100 characters
/// @param description at most 1000 characters, may be empty
public record Title(String name, String description) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 1000;

    public Title {
        if (name.isBlank() || name.length() > LONGEST_NAME || !name.equals(name.strip())) {
            throw new IllegalArgumentException(
                    "name must have 1 to " + LONGEST_NAME + " characters, without spaces around it");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name must stand on one line");
        }
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("description must have at most " + LONGEST_DESCRIPTION + " characters");
        }
    }
}
