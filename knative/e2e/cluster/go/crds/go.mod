// Only the custom resource definitions of these are used: go mod download, nothing is compiled.
module dormouse.dev/e2e/crds

go 1.25.0

require (
	github.com/kserve/kserve v0.15.2
	github.com/prometheus-operator/prometheus-operator v0.86.1
	knative.dev/eventing v0.48.0
)
