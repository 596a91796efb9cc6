#!/bin/sh
# What a step costs that is another manifest, a server or a class of one's own: samples/wine by itself, as an inner
# pipeline, and behind HTTP on loopback (JSON, and bytes); a class that hands its input on beside 'cast' to the same
# datatype. Run in the repository's root after 'mvn package -DskipTests'. DORMOUSE names another command line.
set -eu
dormouse=${DORMOUSE-./dormouse}
work=$(mktemp -d)
trap 'kill $server 2>/dev/null || true; rm -rf "$work"' EXIT
server=
cp -r samples/wine "$work/wine"

manifest() { # NAME STEP OUTPUT
    printf 'apiVersion: dormouse.dev/v1\nkind: Pipeline\nmetadata: {name: %s}\nspec:\n  inputs: {features: "FP32[n, 13]"}\n  steps:\n    - %s\n  outputs: {out: %s}\n' \
        "$1" "$2" "$3" > "$work/$1.yaml"
    $dormouse compile "$work/$1.yaml" -o "$work/$1" > /dev/null
}

mkdir -p "$work/src" "$work/classes"
cat > "$work/src/Same.java" <<'J'
package bench;
import dev.dormouse.tensor.Tensor;
import java.util.Map;
public final class Same implements dev.dormouse.custom.CustomStep {
    public Map<String, String> inputs() { return Map.of("values", "FP32[n, 13]"); }
    public Map<String, String> outputs() { return Map.of("values", "FP32[n, 13]"); }
    public Map<String, Tensor> run(Map<String, Tensor> inputs) { return inputs; }
}
J
javac --release 17 -cp runtime/plan/target/classes -d "$work/classes" "$work/src/Same.java"
jar cf "$work/same.jar" -C "$work/classes" .

manifest direct '{name: w, uses: pipeline, with: {source: wine}}' w.cultivar
sed 's/^  *cultivar: .*/    cultivar: verdict.label/; /score: verdict/d; /^    probabilities: /d' "$work/wine/manifest.yaml" | sed '/^  examples:/,/^  scale:/{/^  scale:/!d}' > "$work/wine/alone.yaml"
$dormouse compile "$work/wine/alone.yaml" -o "$work/alone" > /dev/null
manifest cast '{name: c, uses: cast, with: {to: FP32}, inputs: {values: features}}' c.values
manifest java '{name: c, uses: java, with: {source: same.jar, class: bench.Same}, inputs: {values: features}}' c.values

DORMOUSE_BUNDLE="$work/alone" java -XX:+UseSerialGC -Dquarkus.http.host=127.0.0.1 -Dquarkus.http.port="${PORT-8391}" \
    -jar "${FUNCTION-functions/app/target/quarkus-app/quarkus-run.jar}" > "$work/server.log" 2>&1 &
server=$!
for _ in $(seq 300); do
    curl -sf "http://127.0.0.1:${PORT-8391}/q/health/ready" > /dev/null && break
    sleep 0.2
done
call="{name: r, uses: http, with: {url: \"http://127.0.0.1:${PORT-8391}\", model: wine, inputs: {features: \"FP32[n, 13]\"}, outputs: {cultivar: \"STRING[n]\"}"
manifest json "$call}}" r.cultivar
manifest binary "$call, binary: true}}" r.cultivar

for round in 1 2 3; do
    for bundle in alone direct cast java json binary; do
        requests=5000
        case $bundle in json | binary) requests=1000 ;; esac
        DORMOUSE_ENGINES="${ENGINES-runtime/http/target/engines}" java --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC \
            -Ddormouse.requests=$requests -cp "${CLASSES-}runtime/benchmarks/target/dormouse-benchmarks-1.0.0-SNAPSHOT.jar:runtime/benchmarks/target/lib/*" \
            dev.dormouse.benchmarks.EngineLatency "$work/$bundle" 1 2>/dev/null | sed "s/^[^:]*/$bundle/"
    done
done
