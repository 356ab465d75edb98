package io.sallyport.policy;

import io.sallyport.lang.DisplayName;

/// What people read first of a policy or a backend profile.
///
/// @param name 1 to 100 characters that can be seen
/// @param description at most 1000 characters, may be empty
public record Title(String name, String description) {
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_DESCRIPTION = 1000;

    public Title {
        DisplayName.require("name", name, LONGEST_NAME);
        if (description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("description must have at most " + LONGEST_DESCRIPTION + " characters");
        }
    }

    /// What names that are taken for each other have in common; unique among its kind.
    public String key() {
        return new DisplayName(name).skeleton();
    }
}
