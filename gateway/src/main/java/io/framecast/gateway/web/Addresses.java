package io.framecast.gateway.web;

import io.framecast.gateway.GatewayOptions;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a gateway with certain options may be called. */
final class Addresses {

    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

    private Addresses() {}

    static Hosts hosts(GatewayOptions options) {
        GatewayOptions.Access access = options.access();
        List<String> names = new ArrayList<>(access.publicHosts());
        names.add(options.bind().host());
        if (!access.publishAddress().isEmpty()) {
            names.add(access.publishAddress());
        }
        // Behind Docker's proxy the host's own addresses are not known here; any that leads here is one.
        boolean any = EVERYWHERE.contains(access.publishAddress());
        return new Hosts(names, literal -> any || thisMachines(literal));
    }

    private static boolean thisMachines(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
