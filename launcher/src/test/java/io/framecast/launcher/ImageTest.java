package io.framecast.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What a container of ours may do: nothing but run the program. */
class ImageTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Object>> services(String file) throws IOException {
        try (Reader reader = Files.newBufferedReader(ROOT.resolve(file))) {
            Map<String, Object> compose = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            return (Map<String, Map<String, Object>>) Objects.requireNonNull(compose.get("services"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "docker-compose.camera.yml"})
    void everyServiceHasAReadOnlyRootNoCapabilitiesAndNoWayToNewPrivileges(String file) throws IOException {
        Map<String, Map<String, Object>> services = services(file);
        assertFalse(services.isEmpty());
        services.forEach((name, service) -> {
            assertEquals(true, service.get("read_only"), name + " in " + file);
            assertEquals(List.of("ALL"), service.get("cap_drop"), name + " in " + file);
            assertEquals(List.of("no-new-privileges:true"), service.get("security_opt"), name + " in " + file);
            for (String key : List.of("privileged", "cap_add", "user", "pid", "ipc", "network_mode", "userns_mode")) {
                assertFalse(service.containsKey(key), key + " of " + name + " in " + file);
            }
            if (service.get("volumes") instanceof List<?> volumes) {
                for (Object volume : volumes) {
                    String text = volume.toString();
                    assertTrue(text.endsWith(":ro") || text.equals("broker-state:/state"), name + ": " + text);
                }
            }
        });
    }

    @Test
    void theImageRunsAsAUserOfItsOwn() throws IOException {
        List<String> users = Pattern.compile("(?m)^USER (\\S+)$")
                .matcher(Files.readString(ROOT.resolve("Dockerfile")))
                .results()
                .map(MatchResult::group)
                .toList();
        assertEquals(List.of("USER framecast"), users);
    }
}
