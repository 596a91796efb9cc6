package dev.dormouse.steps.custom;

import dev.dormouse.custom.CustomStep;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;

/** Sees the JDK, one jar, and of ours {@code dev.dormouse.custom} and {@code dev.dormouse.tensor} alone. */
final class JarLoader extends URLClassLoader {
    private static final ClassLoader OURS = CustomStep.class.getClassLoader();

    JarLoader(Path jar) throws MalformedURLException {
        super(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        boolean shared = name.startsWith("dev.dormouse.custom.") || name.startsWith("dev.dormouse.tensor.");
        return shared ? Class.forName(name, false, OURS) : super.loadClass(name, resolve);
    }
}
