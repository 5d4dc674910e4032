package io.framecast.launcher.process;

import java.nio.file.Path;

/** The clips and frames of the repository. */
final class Samples {

    static final Path FOLDER = Path.of("../samples").toAbsolutePath().normalize();

    private Samples() {}
}
