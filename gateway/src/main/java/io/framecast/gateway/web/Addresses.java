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
        // Behind Docker's proxy the host's own addresses are not known here; any that leads here is one.
        boolean any = EVERYWHERE.contains(options.access().publishAddress());
        return new Hosts(names(options), literal -> any || thisMachines(literal));
    }

    /** What a certificate of a gateway with these options is for. */
    static List<String> names(GatewayOptions options) {
        List<String> names = new ArrayList<>(options.access().publicHosts());
        names.add(options.bind().host());
        if (!options.access().publishAddress().isEmpty()) {
            names.add(options.access().publishAddress());
        }
        return names;
    }

    static List<InetAddress> ofThisMachine() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                    .toList();
        } catch (SocketException e) {
            return List.of();
        }
    }

    private static boolean thisMachines(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return false;
        }
    }
}
