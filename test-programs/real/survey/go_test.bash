# Go tests a module in parallel and vets it.
# needs: go
# slow: yes

mkdir module
cd module
cat > go.mod << 'END'
module nothing
END
cat > nothing_test.go << 'END'
package nothing

import "testing"

func TestNothing(t *testing.T) {
	for i := 0; i < 20; i++ {
		t.Run("part", func(t *testing.T) {
			t.Parallel()
		})
	}
}
END
export GOFLAGS=-mod=mod GOCACHE=$PWD/../cache GOPATH=$PWD/../path
go test ./... | cut -c 1-4
go vet ./...
echo $?
