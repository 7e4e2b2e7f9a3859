package org.handyrep.hosts;

import com.github.dockerjava.api.exception.NotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.handyrep.testing.Needs;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.images.builder.ImageFromDockerfile;

/// The image of a test host: the one that is there, else made from Debian packages (as root, with debootstrap), else from a registry.
final class HostImage {

    /// The number changes with what `src/test/resources/hosts` puts into the image.
    static final String NAME = "handyrep-test-host:3";

    private static final Path RECIPE = Path.of("src/test/resources/hosts");
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private HostImage() {}

    static String ready() {
        if (!exists() && canBeMadeHere()) {
            make();
        }
        return exists() ? NAME : fromRegistry();
    }

    private static boolean exists() {
        try {
            DockerClientFactory.instance().client().inspectImageCmd(NAME).exec();
            return true;
        } catch (NotFoundException e) {
            return false;
        }
    }

    private static boolean canBeMadeHere() {
        return "root".equals(System.getProperty("user.name"))
                && Needs.find("debootstrap").isPresent()
                && Needs.find("docker").isPresent();
    }

    private static void make() {
        try {
            Path tar = Files.createTempDirectory("handyrep-host").resolve("host.tar");
            Process process = new ProcessBuilder(
                            "bash", RECIPE.resolve("make-image").toString(), NAME, tar.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .start();
            boolean ended = process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            process.destroyForcibly();
            Files.deleteIfExists(tar);
            Files.delete(tar.getParent());
            if (!ended || process.exitValue() != 0) {
                throw new IllegalStateException("make-image did not make " + NAME);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("cannot make " + NAME, e);
        }
    }

    private static String fromRegistry() {
        return new ImageFromDockerfile(NAME, false)
                .withFileFromPath("Dockerfile", RECIPE.resolve("Dockerfile"))
                .withFileFromPath("prepare", RECIPE.resolve("prepare"))
                .withFileFromPath("start-host", RECIPE.resolve("start-host"))
                .get();
    }
}
