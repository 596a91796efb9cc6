package dev.dormouse.cli.run;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Where a function listens. */
public record Address(String host, int port) {
    /** Whether nobody listens there, as far as this process may see. */
    public boolean isFree() throws IOException {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    /** The same with a port that is free now, if the port is 0. */
    public Address withPort() throws IOException {
        if (port != 0) {
            return this;
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
            return new Address(host, socket.getLocalPort());
        }
    }

    /** As the beginning of a URL that a client on this machine can use. */
    public String url() {
        String shown = host.equals("0.0.0.0") || host.equals("::") ? "localhost" : host;
        return "http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + port;
    }
}
