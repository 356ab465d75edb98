package io.sallyport.routing;

import io.sallyport.fleet.Fleet;
import io.sallyport.identity.AllowList;
import io.sallyport.identity.Caller;
import java.util.List;

/// What callers may use.
final class Rights {
    private Rights() {}

    /// @param words the names the caller used for it
    static boolean allows(Fleet fleet, Caller caller, List<String> words, Target target) {
        AllowList list = caller.models();
        return caller.reach().backends().allows(target.upstream().name())
                && fleet.isOpenTo(target.upstream().name(), caller.tenant())
                && (list.isUnrestricted()
                        || words.stream().anyMatch(list::allows)
                        || Names.of(target).anyMatch(list::allows));
    }
}
