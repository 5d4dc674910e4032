package io.framecast.launcher;

import io.framecast.client.ClientOptions;
import io.framecast.client.HostPort;
import io.framecast.client.RunException;
import io.framecast.gateway.Gateway;
import io.framecast.gateway.GatewayOptions;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The demo's gateway, on loopback. Nothing else depends on it. */
record DemoGateway(@Nullable Gateway gateway, String greeting) implements AutoCloseable {

    static final DemoGateway NONE = new DemoGateway(null, "Without the gateway.");

    /** On the usual port, or on a free one where that is taken. */
    static DemoGateway start(ClientOptions client, int port) throws RunException {
        GatewayOptions options = GatewayOptions.of(client, Version.number());
        try {
            Gateway gateway = Gateway.start(options.withBind(new HostPort("127.0.0.1", port)));
            return new DemoGateway(gateway, "In the browser: " + gateway.url());
        } catch (RunException e) {
            LoggerFactory.getLogger(DemoGateway.class).info("port {} is taken: using a free one", port);
            Gateway gateway = Gateway.start(options.withBind(new HostPort("127.0.0.1", 0)));
            return new DemoGateway(gateway, "In the browser: " + gateway.url() + " (port " + port + " is taken)");
        }
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
