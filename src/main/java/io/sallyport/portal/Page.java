package io.sallyport.portal;

import io.sallyport.portal.Visitor.Standing;

/// One page: its address, its folder in `ui/` and who may open it.
///
/// @param path as in the route table; `{id}` takes one plain id
/// @param folder holds `index.html`, `screen.js` and, where needed, `screen.css`
/// @param audience least standing that may open it
/// @param place where the navigation shows it
/// @param letter goes there after `g`; empty for pages outside the navigation
record Page(String path, String folder, String title, Standing audience, Place place, String letter) {

    /// Where the navigation shows a page.
    enum Place {
        NOWHERE,
        PORTAL,
        CONSOLE
    }

    static Page open(String path, String folder, String title) {
        return new Page(path, folder, title, Standing.NOBODY, Place.NOWHERE, "");
    }

    static Page portal(String path, String folder, String title, String letter) {
        return new Page(path, folder, title, Standing.PERSON, Place.PORTAL, letter);
    }

    static Page console(String path, String folder, String title, String letter) {
        return new Page(path, folder, title, Standing.OPERATOR, Place.CONSOLE, letter);
    }

    /// A page below another one, which the navigation marks in its stead.
    static Page below(Page page, String rest, String folder, String title) {
        return new Page(page.path() + rest, folder, title, page.audience(), Place.NOWHERE, "");
    }

    /// Says whether the navigation shows it to a visitor.
    boolean isShownTo(Visitor visitor) {
        return place != Place.NOWHERE && visitor.standing().compareTo(audience) >= 0;
    }

    /// Says whether the navigation marks this one while another is open.
    boolean isAbove(Page other) {
        return equals(other) || (!path.equals("/") && other.path().startsWith(path + "/"));
    }
}
