# Go builds a program with an empty cache.
# needs: go

cat > hello.go << 'END'
package main

import "fmt"

func main() {
	fmt.Println("hi")
}
END
export GO111MODULE=off GOCACHE=$PWD/cache GOPATH=$PWD/path
go build -o hello hello.go && ./hello
