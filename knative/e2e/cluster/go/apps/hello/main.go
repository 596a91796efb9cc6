// hello answers every request with its greeting, its revision and how long it is up: the floor of any wake-up.
package main

import (
	"fmt"
	"net/http"
	"os"
	"time"
)

func main() {
	start := time.Now()
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "hello %s rev=%s pod=%s up=%s\n", os.Getenv("TARGET"), os.Getenv("K_REVISION"), os.Getenv("HOSTNAME"), time.Since(start).Round(time.Millisecond))
	})
	port := os.Getenv("PORT")
	if port == "" {
		port = "8080"
	}
	if err := http.ListenAndServe(":"+port, nil); err != nil {
		panic(err)
	}
}
