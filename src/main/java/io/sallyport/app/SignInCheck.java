package io.sallyport.app;

import io.sallyport.admin.StatusCheck;
import io.sallyport.identity.oidc.OidcProvider;
import io.sallyport.identity.oidc.SignInRefused;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// How the OpenID provider does: whether it describes itself when it is asked; nothing where none is configured.
record SignInCheck(Supplier<Optional<OidcProvider>> provider) implements StatusCheck {
    private static final String NAME = "oidc";

    @Override
    public List<Component> look() {
        return provider.get().map(SignInCheck::ask).stream().toList();
    }

    private static Component ask(OidcProvider provider) {
        try {
            return new Component(NAME, NAME, State.UP, "people can sign in", Optional.of(provider.roundTrip()));
        } catch (SignInRefused e) {
            String detail = Optional.ofNullable(e.getMessage()).orElse("it cannot be used");
            return Component.down(NAME, NAME, detail);
        }
    }
}
