import { pythonScript } from "../languages/python-script";

/**
 * A tar may hold a file twice: whoever reads it through takes the first one, as scanners do, and whoever unpacks it is left with the last one, as
 * Docker is. So each name is there once, one image is listed, and the digest of its configuration, by which Docker and registries know it, is printed.
 */
const soleImage = `
import hashlib, json, posixpath, sys, tarfile

def refuse(problem):
    sys.exit("the image is not deployed: " + problem)

with tarfile.open(sys.argv[1]) as archive:
    members = {}
    for member in archive:
        name = posixpath.normpath(member.name)
        if name in members and not member.isdir():
            refuse("it holds " + name + " twice, so that what was looked at may not be what is loaded")
        members[name] = member

    def content(name):
        member = members.get(posixpath.normpath(name))
        if member is None or not member.isfile():
            refuse("it holds no file " + name)
        return archive.extractfile(member).read()

    images = json.loads(content("manifest.json"))
    if len(images) != 1:
        refuse("it lists " + str(len(images)) + " images, and scanners look at one")
    print("sha256:" + hashlib.sha256(content(images[0]["Config"])).hexdigest())
`;

/** Sets `$judged` to the digest of the configuration of the one image that `$DELIVERABLE` holds. */
export const judgedImage: readonly string[] = [`judged="$(${pythonScript(`"$DELIVERABLE"`, soleImage)}\n)"`];
