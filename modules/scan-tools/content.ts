/**
 * Unpacks archives into folders beside them, one inside the other. Only regular files are written: a link or a device of somebody else's has no
 * business on the machine that looks, and a name cannot lead out of the folder. A name that comes twice is kept twice, for a second file may hide
 * a first. Tar and zip are known to Python's own library; a layer that is in neither is an error, never left out. What was unpacked stays beside
 * its files, for more may lie behind its end, but for layers: each holds a part of the image and may be larger than a scanner takes.
 */
const unpack = `
import json, os, shutil, sys, tarfile, zipfile

source, target = sys.argv[1:]
opened, links = set(), set()
deepest = 16

def refuse(problem):
    sys.exit("the deliverable cannot be looked into: " + problem)

def place(folder, name):
    parts = [part for part in name.split("/") if part not in ("", ".", "..")]
    path = os.path.join(folder, *parts)
    number = 1
    while os.path.lexists(path):
        number += 1
        path = os.path.join(folder, *parts) + "~" + str(number)
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        return place(os.path.join(folder, "~"), name)
    return path

def write(folder, name, stream):
    path = place(folder, name)
    with stream, open(path, "wb") as file:
        shutil.copyfileobj(stream, file, 1 << 20)
    return path

def untar(archive, folder):
    for member in archive:
        if member.isfile():
            yield write(folder, member.name, archive.extractfile(member))
        elif member.issym() or member.islnk():
            links.add(os.path.normpath(os.path.join(folder, member.name)))

def unzip(archive, folder):
    for member in archive.infolist():
        if not member.is_dir():
            yield write(folder, member.filename, archive.open(member))

def unpack(path, folder, depth):
    if depth > deepest:
        refuse("archives lie more than " + str(deepest) + " deep in each other")
    if tarfile.is_tarfile(path):
        with tarfile.open(path) as archive:
            files = list(untar(archive, folder))
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            files = list(unzip(archive, folder))
    else:
        return False
    opened.add(os.path.normpath(path))
    for file in files:
        try:
            unpack(file, file + ".unpacked", depth + 1)
        except (tarfile.TarError, zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            print(os.path.relpath(file, target) + " is looked at packed: " + str(error), file=sys.stderr)
    return True

if not unpack(source, target, 0):
    refuse("it is neither a tar nor a zip")
if source.endswith(".tar"):
    manifest = os.path.join(target, "manifest.json")
    if not os.path.exists(manifest):
        refuse("it has no list of layers, manifest.json, as docker save writes it")
    with open(manifest) as file:
        layers = {os.path.normpath(os.path.join(target, layer)) for image in json.load(file) for layer in image["Layers"]}
    for layer in sorted(layers - links):
        if layer not in opened:
            refuse("layer " + os.path.relpath(layer, target) + " is no tar, or packed in a way that Python does not know")
        os.remove(layer)
`.trim();

/**
 * Lays everything that the deliverable holds into the folder `content` of a new working folder: each layer of an image, also what a later one
 * removes, and what is packed inside. Scanners are told `content`, so that a finding is called the same in every run. Whether an archive inside
 * is too deep, too large or encrypted for a scanner is thereby for this program to say, which fails.
 * The source's own folder is left behind: a configuration in it reaches no scanner.
 */
export const unpackedContent: readonly string[] = [
  `cd "$(mktemp --directory)"`,
  `mkdir content`,
  `python3 - "$DELIVERABLE" content <<'UNPACK'\n${unpack}\nUNPACK`,
];
