# Runs the program $1 (goroutines.go).
set -e
[ -e goroutines ] || GOCACHE=$PWD/cache CGO_ENABLED=0 go build -o goroutines "$1"
exec ./goroutines
