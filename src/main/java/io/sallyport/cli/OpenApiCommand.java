package io.sallyport.cli;

import io.sallyport.json.Json;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `sallyport openapi`: prints the OpenAPI document.
@Command(name = "openapi", description = "Print the OpenAPI document of the gateway.", mixinStandardHelpOptions = true)
final class OpenApiCommand implements Callable<Integer> {

    @Mixin
    private final GatewayOptions gateway;

    OpenApiCommand(Workbench workbench) {
        this.gateway = new GatewayOptions(workbench);
    }

    @Override
    public Integer call() {
        return gateway.print(client -> client.get("/openapi.json", Map.of()), Json::toString);
    }
}
