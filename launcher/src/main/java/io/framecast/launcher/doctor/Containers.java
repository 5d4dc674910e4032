package io.framecast.launcher.doctor;

import io.framecast.broker.net.BrokerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Whether there are containers around this program, and what that does to addresses.
 *
 * @param inside this program runs in one
 * @param docker version of Docker's server; empty: it does not answer. No value: its command line is not installed
 * @param publishAddress {@link BrokerOptions#PUBLISH_ADDRESS}, empty: not set
 * @param secret this run was given one
 */
record Containers(boolean inside, Optional<String> docker, String publishAddress, boolean secret) {

    private static final Set<String> THIS_MACHINE = Set.of("", "127.0.0.1", "::1", "[::1]", "localhost");
    private static final List<String> RUNTIMES = List.of("docker", "containerd", "kubepods", "libpod", "lxc");
    private static final long DOCKER_SECONDS = 1;

    static Containers here(SystemFiles files, Map<String, String> environment, boolean secret) {
        String publish =
                environment.getOrDefault(BrokerOptions.PUBLISH_ADDRESS, "").strip();
        return new Containers(inside(files), dockerServer(), publish, secret);
    }

    static boolean inside(SystemFiles files) {
        String groups = files.text("proc/1/cgroup");
        return files.has(".dockerenv")
                || files.has("run/.containerenv")
                || RUNTIMES.stream().anyMatch(groups::contains);
    }

    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        if (inside) {
            findings.add(Finding.ok("container", "this program runs in one: what sysctl sets is set on its host"));
        }
        docker.ifPresent(version -> findings.add(
                version.isEmpty()
                        ? Finding.unknown("docker", "its server does not answer", "docker info")
                        : Finding.ok("docker", "server " + version)));
        if (!THIS_MACHINE.contains(publishAddress)) {
            String says = BrokerOptions.PUBLISH_ADDRESS + "=" + publishAddress;
            findings.add(
                    secret
                            ? Finding.ok("published ports", says + ", and a secret decides who may come in")
                            : Finding.warning(
                                    "published ports",
                                    says + " without a secret: Docker's proxy makes peers from outside look private",
                                    "echo \"FRAMECAST_SECRET=$(framecast secret)\" >> .env"));
        }
        return findings;
    }

    private static Optional<String> dockerServer() {
        Process process;
        try {
            process = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            if (process.waitFor(DOCKER_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0) {
                byte[] said = process.getInputStream().readNBytes(80);
                return Optional.of(new String(said, StandardCharsets.UTF_8).strip());
            }
            return Optional.of("");
        } catch (IOException e) {
            return Optional.of("");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("");
        } finally {
            process.destroyForcibly();
        }
    }
}
