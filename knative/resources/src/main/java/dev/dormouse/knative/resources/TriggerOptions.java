package dev.dormouse.knative.resources;

import java.util.Optional;

/**
 * Which events of a broker wake a function.
 *
 * @param type of the events; empty takes any
 * @param source of the events; empty takes any
 * @param deadLetter who gets an event that could not be delivered: a URL, or a Knative Service's name
 */
public record TriggerOptions(
        String broker, Optional<String> type, Optional<String> source, Optional<String> deadLetter) {}
