module dormouse.dev/e2e/apps

go 1.25.0
