package io.sallyport.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.identity.Permission;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("AU28")
final class ActTest {

    @Test
    void namesADeedByTheEndOfThePath() {
        Act act = Act.of(action("/admin/api/keys/{id}/revoke"));

        assertThat(act.action()).isEqualTo("key.revoke");
        assertThat(act.resource()).contains("id");
    }

    @Test
    void namesADeedThatTakesABody() {
        Act act = Act.of(JsonRoute.taking(
                Permission.SIGNED_IN, Thing.class, "POST /api/keys/{id}/rotate", "", Thing.class, (_, thing) -> thing));

        assertThat(act.action()).isEqualTo("key.rotate");
        assertThat(act.resource()).contains("id");
    }

    @Test
    void namesWhatIsMadeByItsCollection() {
        Act act = Act.of(JsonRoute.taking(
                Permission.MANAGE_TENANT,
                Thing.class,
                "POST /api/tenants/{tenant}/invitations",
                "",
                Thing.class,
                (_, thing) -> thing));

        assertThat(act.action()).isEqualTo("invitation.create");
        assertThat(act.resource()).isEmpty();
        assertThat(act.tenant()).contains("tenant");
    }

    @Test
    void tellsTheThingFromWhatItIsIn() {
        Act act = Act.of(JsonRoute.delete(
                Permission.OPERATE, "/admin/api/groups/{id}/members/{user}", "", Thing.class, _ -> new Thing("")));

        assertThat(act.action()).isEqualTo("member.delete");
        assertThat(act.resource()).contains("user");
        assertThat(act.rest(name -> "value of " + name)).isEqualTo(Map.of("id", "value of id"));
    }

    @Test
    void knowsTheSingularOfNouns() {
        assertThat(List.of(
                        "/admin/api/policies/{id}/publish",
                        "/admin/api/aliases/{id}/disable",
                        "/admin/tenants/{id}/suspend"))
                .map(path -> Act.of(action(path)).type())
                .containsExactly("policy", "alias", "tenant");
    }

    private static JsonRoute action(String path) {
        return JsonRoute.action(Permission.OPERATE, path, "", Thing.class, _ -> new Thing(""));
    }

    record Thing(String name) {}
}
